using System.Diagnostics.Metrics;
using System.Net;
using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Tests.Journey;
using EidBridge.Verification.Revocation;

namespace EidBridge.Server.Tests.Login;

/// <summary>A whole outage of responder and lists, with <see cref="OutagePolicy.StaleAnswerForActiveAccounts"/>: whoever is active comes in, and nothing changes until it is over.</summary>
[TestClass]
public sealed class OutageTests
{
    private const string Refused = $"/login?error={ErrorCode.RevocationUnavailable}";
    private static readonly Dictionary<string, string> Civilian = new(StringComparer.Ordinal) { ["profile"] = "civilian" };
    private OutageStage _stage = null!;
    private EidVisitor _an = null!;

    [TestInitialize]
    public async Task OpenAsync()
    {
        _stage = await OutageStage.OpenAsync();
        _an = EidVisitor.Of(_stage.Server);
    }

    [TestCleanup]
    public async Task CloseAsync()
    {
        _an.Dispose();
        await _stage.DisposeAsync();
    }

    [TestMethod]
    public async Task ActiveAccount_ComesInOnTheLastAnswer_LoggedAndCounted()
    {
        await _stage.MakeAccountAsync(Standing.Active);
        var stale = 0L;
        using var listener = ListenTo("eidbridge.revocation.stale", value => Interlocked.Add(ref stale, value));

        var before = await LogInAsync();
        var countedBefore = Interlocked.Read(ref stale);
        _stage.Break();
        var during = await LogInAsync();

        Assert.AreEqual("/account", before);
        Assert.AreEqual(0, countedBefore);
        Assert.AreEqual("/account", during);
        Assert.Contains("Peeters", await _an.Browser.ReadAsync("/account"));
        Assert.IsGreaterThan(0, Interlocked.Read(ref stale));
        await _stage.Server.DisposeAsync();
        var log = await File.ReadAllTextAsync(Path.Combine(_stage.Server.Folder, "logs", "server.log"));
        Assert.Contains("WARN  RevocationCheck A login to an active account was let in on an answer of", log);
    }

    [TestMethod]
    [DataRow(Standing.Unknown, "/register", null)]
    [DataRow(Standing.AwaitingActivation, "/activate", nameof(AccountState.AwaitingActivation))]
    [DataRow(Standing.Locked, "/activate", nameof(AccountState.AwaitingActivation))]
    [DataRow(Standing.Incomplete, "/register", nameof(AccountState.Active))]
    public async Task WhoeverIsAboutToChangeSomething_IsRefusedAndToldWhatToDo_UntilItIsOver(object standing, string path, string? afterwards)
    {
        await _stage.MakeAccountAsync((Standing)standing);
        Assert.AreEqual("/login/profile", await _an.PostAsync(await _stage.SignAsync(_an)), "an answer that could grow stale is at hand");
        var state = (await _stage.FindAccountAsync())?.State;
        _stage.Break();

        var (status, problem) = await _an.SendAsync(await _stage.SignAsync(_an));

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, status);
        Assert.AreEqual(ErrorCode.RevocationUnavailable, problem.GetProperty("code").GetString());
        Assert.Contains("Try again in a few minutes", problem.GetProperty("detail").GetString()!);
        Assert.IsTrue(problem.GetProperty("retry").GetBoolean());
        Assert.AreEqual(state, (await _stage.FindAccountAsync())?.State);

        await _stage.MendAsync();
        Assert.AreEqual(path, await LogInAsync());
        Assert.AreEqual(afterwards, (await _stage.FindAccountAsync())?.State.ToString());
        await ChangeAsync(path);
    }

    [TestMethod]
    [DataRow(false, AccountState.Locked, DisplayName = "locked since: the profile would lift the lock")]
    [DataRow(true, AccountState.Erased, DisplayName = "erased since: the profile would lead to a registration")]
    public async Task ProofOfTheOutage_ChangesNothing_WhateverBecameOfTheAccountMeanwhile(bool erased, object state)
    {
        await _stage.MakeAccountAsync(Standing.Active);
        Assert.AreEqual("/account", await LogInAsync());
        await _an.Browser.PostAsync("/logout", await _an.Browser.ReadTokenAsync("/account"), new Dictionary<string, string>(StringComparer.Ordinal));
        _stage.Break();
        Assert.AreEqual("/login/profile", await _an.PostAsync(await _stage.SignAsync(_an)));
        await _stage.ChangeAsync(erased ? account => account.Erase() : _stage.Lock);
        var account = await _stage.Server.WithAsync<AccountsContext, Account>(c => Task.FromResult(c.Users.Single()));
        var (profile, token) = (await _an.Browser.ReadTokenAsync("/login/profile"), await _an.Browser.ReadTokenAsync("/login"));

        Assert.AreEqual(Refused, await PostAsync("/login/profile", profile, Civilian));
        Assert.AreEqual(Refused, await PostAsync("/register", token, JourneyTests.DoctorForm));
        Assert.AreEqual(Refused, await PostAsync("/register/progress", token, Civilian));
        Assert.AreEqual(Refused, await PostAsync("/activate", token, Civilian));
        Assert.AreEqual(Refused, await PostAsync("/activate?handler=Resend", token, Civilian));

        var told = await _an.Browser.ReadAsync(Refused);
        Assert.Contains($"data-code=\"{ErrorCode.RevocationUnavailable}\"", told);
        Assert.Contains(ErrorCatalogue.Find(ErrorCode.RevocationUnavailable).Help["en"], told);
        var after = await _stage.Server.WithAsync<AccountsContext, Account>(c => Task.FromResult(c.Users.Single()));
        Assert.AreEqual((state, account.ConcurrencyStamp), (after.State, after.ConcurrencyStamp));
        await _stage.MendAsync();
        Assert.AreEqual(erased ? "/register" : "/activate", await LogInAsync());
    }

    [TestMethod]
    public async Task LastAnswerOfADayAgo_LetsNobodyIn()
    {
        await _stage.MakeAccountAsync(Standing.Active);
        Assert.AreEqual("/account", await LogInAsync());
        _stage.Break();
        _stage.Clock.Advance(TimeSpan.FromHours(22));

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await _an.PostAsync(await _stage.SignAsync(_an)));
    }

    /// <returns>Where the person is led after card and profile.</returns>
    private async Task<string?> LogInAsync()
    {
        Assert.AreEqual("/login/profile", await _an.PostAsync(await _stage.SignAsync(_an)));
        return await _an.Browser.SubmitAsync("/login/profile", Civilian);
    }

    private async Task<string?> PostAsync(string path, string token, Dictionary<string, string> fields)
    {
        using var answer = await _an.Browser.PostAsync(path, token, fields);
        return answer.Headers.Location?.ToString();
    }

    /// <summary>Does what the page is for, now that a fresh proof is at hand.</summary>
    private async Task ChangeAsync(string path)
    {
        const string password = "dokter-2026-gent";
        var form = JourneyTests.DoctorForm;
        if (path == "/activate")
        {
            // The code of before the outage has expired.
            using var sent = await _an.Browser.PostAsync(path, new Dictionary<string, string>(StringComparer.Ordinal), "Resend");
            form = new(StringComparer.Ordinal) { ["code"] = await _stage.Server.LastCodeAsync("sms"), ["password"] = password, ["password-again"] = password };
        }

        var next = await _an.Browser.SubmitAsync(path, form);

        Assert.Contains(next, new[] { "/register/progress", "/login?activated=1", "/account" });
    }

    private static MeterListener ListenTo(string name, Action<long> count)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == RevocationOptions.MeterName && instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => count(value));
        listener.Start();
        return listener;
    }
}
