namespace EidBridge.Server.Provisioning;

/// <summary>The steps in order. Stored by name.</summary>
internal enum ProvisioningStep
{
    /// <summary>The account is asked for in the systems downstream.</summary>
    CreateUser,

    /// <summary>They take their minutes; we look until it is there.</summary>
    AwaitUser,

    /// <summary>The e-mail is the user name, so nothing goes on before it is confirmed.</summary>
    AwaitEmail,

    /// <summary>The activation code is sent to the mobile.</summary>
    SendCode,

    Done,
}

/// <summary>How far an account's provisioning is. Changed in the same transaction as the account, because it is part of its row.</summary>
internal sealed class ProvisioningProgress
{
    public ProvisioningStep Step { get; private set; }

    /// <summary>Counts the claims: who holds an older number has lost the step.</summary>
    public int Fence { get; private set; }

    /// <summary>When the step is to be taken, at the earliest.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Failures of the present step in a row.</summary>
    public int Failures { get; private set; }

    public static ProvisioningProgress Begin(DateTimeOffset now, int fence) => new() { StartedAt = now, DueAt = now, Fence = fence };

    public int Claim(DateTimeOffset until)
    {
        DueAt = until;
        return ++Fence;
    }

    public void Advance(DateTimeOffset due)
    {
        Step++;
        Failures = 0;
        DueAt = Step == ProvisioningStep.Done ? null : due;
    }

    public void Postpone(DateTimeOffset due, bool failed)
    {
        DueAt = due;
        Failures += failed ? 1 : 0;
    }

    public void ForgetFailures() => Failures = 0;
}
