namespace EidBridge.Server.Accounts;

/// <summary>Which page a person who has just proved who they are belongs on.</summary>
internal static class AccountDoor
{
    public const string Register = "/register";
    public const string Progress = "/register/progress";
    public const string Activate = "/activate";
    public const string Home = "/account";
    public const string Login = "/login";

    /// <param name="account">Found by national number, or null when there is none yet.</param>
    public static string PathFor(Account? account) => account?.State switch
    {
        null or AccountState.Registering or AccountState.Erased => Register,
        AccountState.Provisioning or AccountState.ProvisioningFailed => Progress,
        AccountState.AwaitingActivation or AccountState.Locked => Activate,
        AccountState.Active => account.Details.AreComplete && account.EmailConfirmed ? Home : Register,
        var state => throw new System.Diagnostics.UnreachableException(state.ToString()),
    };
}
