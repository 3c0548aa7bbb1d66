using EidBridge.Server.Accounts;

namespace EidBridge.Server.Provisioning;

/// <summary>What the page and its events show of an account on its way: nothing personal.</summary>
/// <param name="State">The account's state.</param>
/// <param name="Steps">By stage: <c>done</c>, <c>now</c>, <c>waiting</c> or <c>failed</c>.</param>
/// <param name="Percent">0 to 100, of the time it is expected to take.</param>
/// <param name="SecondsLeft">An estimate; 0 when it takes longer than expected.</param>
/// <param name="EmailConfirmed">Whether the code of the mail was typed.</param>
/// <param name="Next">Where the person goes now, or null: stay.</param>
internal sealed record ProgressView(
    string State, IReadOnlyDictionary<string, string> Steps, int Percent, int SecondsLeft, bool EmailConfirmed, string? Next)
{
    /// <summary>The page's stages in order; the mail's stage may be done before the others.</summary>
    public static readonly IReadOnlyList<string> Stages = ["saved", "create", "email", "code"];

    public static ProgressView Of(Account account, TimeSpan expected, DateTimeOffset now)
    {
        var step = account.State == AccountState.Provisioning || account.State == AccountState.ProvisioningFailed
            ? account.Provisioning.Step
            : ProvisioningStep.Done;
        var made = step > ProvisioningStep.AwaitUser;
        var left = made ? TimeSpan.Zero : (account.Provisioning.StartedAt ?? now) + expected - now;
        left = left < TimeSpan.Zero ? TimeSpan.Zero : left;
        var path = AccountDoor.PathFor(account);
        return new ProgressView(
            account.State.ToString(),
            StepsOf(account, step, made),
            made ? 100 : PercentOf(left, expected),
            (int)Math.Ceiling(left.TotalSeconds),
            account.EmailConfirmed,
            path == AccountDoor.Progress ? null : path);
    }

    private static Dictionary<string, string> StepsOf(Account account, ProvisioningStep step, bool made)
    {
        var running = account.State == AccountState.ProvisioningFailed ? "failed" : "now";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["saved"] = "done",
            ["create"] = made ? "done" : running,
            ["email"] = account.EmailConfirmed ? "done" : "now",
            ["code"] = step switch
            {
                ProvisioningStep.Done => "done",
                ProvisioningStep.SendCode => running,
                _ => "waiting",
            },
        };
    }

    /// <summary>99 at most before it is done: an estimate never says that it is over.</summary>
    private static int PercentOf(TimeSpan left, TimeSpan expected) =>
        expected <= TimeSpan.Zero ? 99 : Math.Min(99, (int)(100 * (1 - (left / expected))));
}
