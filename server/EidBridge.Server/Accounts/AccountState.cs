namespace EidBridge.Server.Accounts;

/// <summary>Where an account is on its way. Stored by name.</summary>
internal enum AccountState
{
    Registering,
    Provisioning,
    ProvisioningFailed,
    AwaitingActivation,
    Active,
    Locked,
    Erased,
}

/// <summary>Why an account is locked; the reason decides who may unlock it.</summary>
internal enum LockReason
{
    /// <summary>Five wrong SMS codes. A fresh eID proof lifts it.</summary>
    CodeGuesses,

    /// <summary>Locked by people; lifted by two people of the service desk.</summary>
    ServiceDesk,
}

internal enum AccountKind
{
    Doctor,
    Organisation,
}
