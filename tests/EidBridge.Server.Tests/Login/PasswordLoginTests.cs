using EidBridge.Server.Accounts;
using EidBridge.Server.Tests.Journey;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Tests.Login;

[TestClass]
public sealed class PasswordLoginTests
{
    private const string Email = "an.peeters@example.org";
    private const string Password = "dokter-2026-gent";
    private const string Refused = "/login?error=login-wrong";

    [TestMethod]
    public async Task WrongPassword_AndUnknownAddress_GetTheSameAnswer_AndTheRightOneComesIn()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await ActivateAsync(server);

        Assert.AreEqual(Refused, await LogInAsync(browser, Email, "another-2026"));
        Assert.AreEqual(Refused, await LogInAsync(browser, "nobody@example.org", Password));
        Assert.AreEqual(Refused, await LogInAsync(browser, Email, string.Empty));
        Assert.AreEqual("/account", await LogInAsync(browser, Email, Password));
        Assert.Contains("An", await browser.ReadAsync("/account"));
    }

    [TestMethod]
    public async Task FiveWrongPasswords_KeepAlsoTheRightOneOut()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await ActivateAsync(server);
        for (var i = 0; i < 5; i++)
        {
            await LogInAsync(browser, Email, "another-2026");
        }

        Assert.AreEqual(Refused, await LogInAsync(browser, Email, Password));
    }

    [TestMethod]
    public async Task GuessesAtOnce_AreCountedBeforeTheyAreCompared()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await ActivateAsync(server);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => LogInAsync(browser, Email, "another-2026")));

        Assert.AreEqual(Refused, await LogInAsync(browser, Email, Password), "twelve wrong ones at once lock out as five in a row do");
    }

    [TestMethod]
    public async Task RightPassword_AfterFourWrongOnes_ComesIn()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await ActivateAsync(server);
        for (var i = 0; i < 4; i++)
        {
            await LogInAsync(browser, Email, "another-2026");
        }

        Assert.AreEqual("/account", await LogInAsync(browser, Email, Password));
    }

    [TestMethod]
    public async Task HashOfEarlierTimes_IsMadeAnewByALogin_AndTheSessionGoesOn()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await ActivateAsync(server);
        await LogInAsync(browser, Email, Password);
        var cheap = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        var account = await FindAsync(server);
        var old = cheap.HashPassword(account, Password);
        await server.WithAsync<AccountStore, bool>(accounts => accounts.ChangeAsync(account.Id, a => { a.PasswordHash = old; return true; }, default));

        await LogInAsync(browser, Email, "another-2026");
        var afterAWrongOne = (await FindAsync(server)).PasswordHash;
        using var other = await server.OpenBrowserAsync(ServerHost.Luc);
        Assert.AreEqual("/account", await LogInAsync(other, Email, Password));

        var today = await FindAsync(server);
        Assert.AreEqual(old, afterAWrongOne);
        Assert.AreEqual(PasswordVerificationResult.Success, new PasswordHasher<Account>().VerifyHashedPassword(today, today.PasswordHash!, Password));
        Assert.Contains("An", await browser.ReadAsync("/account"));
    }

    [TestMethod]
    public async Task LogOut_EndsTheSession()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await ActivateAsync(server);
        await LogInAsync(browser, Email, Password);

        using var answer = await browser.PostAsync("/logout", await browser.ReadTokenAsync("/account"), new Dictionary<string, string>(StringComparer.Ordinal));
        using var after = await browser.GetAsync("/account");

        Assert.AreEqual("/login?logged-out=1", answer.Headers.Location?.ToString());
        Assert.Contains("/login", after.Headers.Location!.ToString());
    }

    private static async Task<Account> FindAsync(ServerHost server) =>
        (await server.WithAsync<AccountStore, Account?>(accounts => accounts.FindByEmailAsync(Email, default)))!;

    private static async Task<string?> LogInAsync(Browser browser, string email, string password)
    {
        using var answer = await browser.PostAsync(
            "/login/password",
            await browser.ReadTokenAsync("/login"),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = email, ["password"] = password });
        return answer.Headers.Location?.ToString();
    }

    private static async Task<Browser> ActivateAsync(ServerHost server)
    {
        var browser = await server.OpenBrowserAsync(ServerHost.An);
        await browser.SubmitAsync("/register", JourneyTests.DoctorForm);
        await browser.SubmitAsync("/register/progress", new Dictionary<string, string>(StringComparer.Ordinal) { ["mail-code"] = await server.LastCodeAsync("mail") });
        await browser.ReadEventsUntilAsync("/register/progress/events", "\"next\":\"/activate\"");
        var code = await server.LastCodeAsync("sms");
        var done = await browser.SubmitAsync(
            "/activate",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = code, ["password"] = Password, ["password-again"] = Password });
        Assert.AreEqual("/login?activated=1", done);
        return browser;
    }
}
