using EidBridge.Server.Accounts;

namespace EidBridge.Server.Tests.Journey;

[TestClass]
public sealed class JourneyTests
{
    private const string Email = "an.peeters@example.org";
    private const string Password = "dokter-2026-gent";

    internal static Dictionary<string, string> DoctorForm => new(StringComparer.Ordinal)
    {
        ["kind"] = "doctor",
        ["language"] = "en",
        ["email"] = Email,
        ["email-again"] = Email,
        ["mobile"] = "0470 12 34 56",
        ["riziv"] = "19006951001",
    };

    [TestMethod]
    public async Task WholeJourney_EndsActive_AndNothingSecretIsInAnyFileButTheDatabase()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await server.OpenBrowserAsync(ServerHost.An);

        var afterForm = await browser.SubmitAsync("/register", DoctorForm);
        var mailCode = await server.LastCodeAsync("mail");
        var afterMailCode = await browser.SubmitAsync("/register/progress", new Dictionary<string, string>(StringComparer.Ordinal) { ["mail-code"] = mailCode });
        await browser.ReadEventsUntilAsync("/register/progress/events", "\"next\":\"/activate\"");
        var smsCode = await server.LastCodeAsync("sms");
        var wrong = await browser.SubmitAsync("/activate", Activation(ServerHost.OtherThan(smsCode)));
        var afterActivation = await browser.SubmitAsync("/activate", Activation(smsCode));

        var account = await server.WithAsync<AccountStore, Account?>(a => a.FindByEmailAsync(Email, default));
        Assert.AreEqual("/register/progress", afterForm);
        Assert.AreEqual("/register/progress", afterMailCode);
        Assert.IsNull(wrong);
        Assert.AreEqual("/login?activated=1", afterActivation);
        Assert.AreEqual(AccountState.Active, account!.State);
        await server.DisposeAsync();
        AssertNoFileHas(server.Folder, [ServerHost.An.NationalNumber.Digits, mailCode, smsCode, Email, Password, "470123456", "470 12 34 56", "Peeters"]);
    }

    [TestMethod]
    [DataRow("/register")]
    [DataRow("/register/progress")]
    [DataRow("/activate")]
    public async Task PageWithoutEidProof_LeadsToLogin(string path)
    {
        await using var server = ServerHost.OnNewFolder();
        using var client = server.CreateClient(new() { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.AreEqual("/login?error=session-expired", answer.Headers.Location?.ToString());
    }

    [TestMethod]
    public async Task EventsWithoutEidProof_AreAProblemWithItsCode()
    {
        await using var server = ServerHost.OnNewFolder();
        using var client = server.CreateClient();

        using var answer = await client.GetAsync(new Uri("/register/progress/events", UriKind.Relative));

        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"code\":\"session-expired\"", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task FormWithErrors_KeepsWhatWasTyped_AndMakesNoAccount()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await server.OpenBrowserAsync(ServerHost.An);
        var form = DoctorForm;
        form["mobile"] = "02 123 45 67";

        using var answer = await browser.PostAsync("/register", form);

        var page = await answer.Content.ReadAsStringAsync();
        var account = await server.WithAsync<AccountStore, Account?>(a => a.FindByNationalNumberAsync(ServerHost.An.NationalNumber, default));
        Assert.Contains("id=\"mobile-error\"", page);
        Assert.Contains("data-code=\"form-incomplete\"", page);
        Assert.Contains("value=\"02 123 45 67\"", page);
        Assert.Contains($"value=\"{Email}\"", page);
        Assert.IsNull(account);
    }

    [TestMethod]
    public async Task AddressOfAnotherAccount_IsNotRevealed_AndItsOwnerIsTold()
    {
        await using var server = ServerHost.OnNewFolder(provisioning: TimeSpan.FromMinutes(10));
        using var an = await server.OpenBrowserAsync(ServerHost.An);
        await an.SubmitAsync("/register", DoctorForm);
        await an.SubmitAsync("/register/progress", new Dictionary<string, string>(StringComparer.Ordinal) { ["mail-code"] = await server.LastCodeAsync("mail") });
        using var luc = await server.OpenBrowserAsync(ServerHost.Luc);

        var next = await luc.SubmitAsync("/register", DoctorForm);

        using var client = server.CreateClient();
        var outbox = await client.GetStringAsync(new Uri("/development/outbox.json", UriKind.Relative));
        Assert.AreEqual("/register/progress", next);
        Assert.Contains("Your address was typed", outbox);
    }

    [TestMethod]
    public async Task SamePersonTwiceAtOnce_IsOneAccount()
    {
        await using var server = ServerHost.OnNewFolder(provisioning: TimeSpan.FromMinutes(10));
        var browsers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.OpenBrowserAsync(ServerHost.An)));
        var tokens = await Task.WhenAll(browsers.Select(b => b.ReadTokenAsync("/register")));

        var answers = await Task.WhenAll(browsers.Zip(tokens, (browser, token) => browser.PostAsync("/register", token, DoctorForm)));

        var count = await server.WithAsync<AccountsContext, int>(c => Task.FromResult(c.Users.Count()));
        Assert.AreEqual(1, count);
        foreach (var answer in answers)
        {
            Assert.AreEqual("/register/progress", answer.Headers.Location?.ToString());
        }
    }

    private static Dictionary<string, string> Activation(string code) =>
        new(StringComparer.Ordinal) { ["code"] = code, ["password"] = Password, ["password-again"] = Password };

    private static void AssertNoFileHas(string folder, string[] secrets)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("eidbridge.db", StringComparison.Ordinal)).ToList();
        Assert.IsTrue(files.Exists(f => f.EndsWith("server.log", StringComparison.Ordinal)));
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            foreach (var secret in secrets)
            {
                Assert.DoesNotContain(secret, text, $"{Path.GetFileName(file)} has a secret");
            }
        }
    }
}
