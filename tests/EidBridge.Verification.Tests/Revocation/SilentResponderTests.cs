using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>A responder that is down costs one login its time, and no other; and whoever a certificate names besides is asked too.</summary>
[TestClass]
public sealed class SilentResponderTests
{
    private const string Address = "http://ocsp.belgium.be/";
    private static readonly TimeSpan Question = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private RevocationSite _site = null!;
    private bool _isDown = true;

    [TestInitialize]
    public async Task OpenAsync()
    {
        _site = await RevocationSite.OpenAsync();
        _site.AnswerOcsp = (context, request) => _isDown ? HangUpAsync(context) : SendAsync(context, _site.Forge(request).Make());
    }

    [TestCleanup]
    public async Task CloseAsync() => await _site.DisposeAsync();

    [TestMethod]
    public async Task SilentResponder_IsNotAskedByTheNextLogins_AndTheListDecides()
    {
        var log = new LogLines();
        using var check = new RevocationCheck(_site.Options(), _site.Clock, log);

        _site.Revoked[Convert.ToHexString(_site.Pki.Issue(Card(3), Applet.V18).Authentication.SerialNumberBytes.Span)] = X509RevocationReason.KeyCompromise;
        await _site.LogInAsync(check, person: Card(1));
        _site.Clock.Advance(SilentResponders.Pause / 2);
        await _site.LogInAsync(check, person: Card(2));
        Assert.AreEqual(ErrorCode.CertificateRevoked, await RefusalAsync(check, Card(3)));

        Assert.AreEqual(2, _site.OcspAsked);
        Assert.HasCount(1, log.Lines.Where(line => line.Text.Contains("is silent", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task AfterThePause_OneLoginProbes_AndTheOthersDoNotWaitForIt()
    {
        var probed = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var check = _site.Check(new RevocationOptions { AllowedHosts = [_site.Address.Authority], Timeout = TimeSpan.FromSeconds(30) });
        await _site.LogInAsync(check, person: Card(1));
        _site.Clock.Advance(SilentResponders.Pause);
        _site.AnswerOcsp = async (context, request) =>
        {
            probed.TrySetResult();
            await answer.Task;
            await SendAsync(context, _site.Forge(request).Make());
        };

        var probe = _site.LogInAsync(check, person: Card(2));
        await probed.Task;
        await _site.LogInAsync(check, person: Card(3));
        Assert.AreEqual(3, _site.OcspAsked);
        Assert.IsFalse(probe.IsCompleted);
        answer.SetResult();
        await probe;
        await _site.LogInAsync(check, person: Card(4));

        Assert.AreEqual(4, _site.OcspAsked);
        Assert.AreEqual(0, check.Silent.Count);
    }

    [TestMethod]
    public async Task ProbeThatMeetsSilence_BeginsThePauseAnew()
    {
        var check = _site.Check();
        await _site.LogInAsync(check, person: Card(1));
        _site.Clock.Advance(SilentResponders.Pause);
        await _site.LogInAsync(check, person: Card(2));
        await _site.LogInAsync(check, person: Card(3));
        var during = _site.OcspAsked;
        _site.Clock.Advance(SilentResponders.Pause);
        _isDown = false;
        await _site.LogInAsync(check, person: Card(4));

        Assert.AreEqual(3, during);
        Assert.AreEqual(4, _site.OcspAsked);
    }

    [TestMethod]
    public async Task NobodyWhoCouldSay_RefusesAtOnce()
    {
        _site.AnswerList = (context, name) => name == "root8" ? SendAsync(context, _site.List(name)) : HangUpAsync(context);
        var check = _site.Check();

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(1)));
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(2)));
        Assert.AreEqual(2, _site.OcspAsked);
    }

    [TestMethod]
    public async Task AnswerThatDoesNotCount_IsNoSilence()
    {
        _site.AnswerOcsp = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
        var check = _site.Check();

        await _site.LogInAsync(check, person: Card(1));
        await _site.LogInAsync(check, person: Card(2));

        Assert.AreEqual(2, _site.OcspAsked);
        Assert.AreEqual(0, check.Silent.Count);
    }

    [TestMethod]
    public void SilentResponders_AreOnlySoMany_AndTheOneSilentForLongestGoes()
    {
        var clock = new FakeTimeProvider(TokenWorkshop.Now);
        var silent = new SilentResponders(clock, notAsked: null, NullLogger.Instance);
        for (var i = 0; i < 200; i++)
        {
            silent.MissAnswer($"http://ocsp{i}.belgium.be/", this);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.AreEqual(100, silent.Count);
        Assert.IsTrue(silent.MayAsk("http://ocsp99.belgium.be/", new object(), out _));
        Assert.IsFalse(silent.MayAsk("http://ocsp100.belgium.be/", new object(), out _));
    }

    [TestMethod]
    public void QuestionsThatWereSpared_AreCounted()
    {
        var spared = 0L;
        using var meter = new Meter("this test");
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, many, _, _) => spared += many);
        var counter = meter.CreateCounter<long>("spared");
        listener.EnableMeasurementEvents(counter);
        var silent = new SilentResponders(new FakeTimeProvider(TokenWorkshop.Now), counter, NullLogger.Instance);

        silent.MayAsk(Address, this, out _);
        silent.MissAnswer(Address, this);
        silent.MayAsk(Address, new object(), out _);
        silent.MayAsk(Address, new object(), out _);

        Assert.AreEqual(2, spared);
    }

    [TestMethod]
    public void ProbeThatNeverEnds_IsFollowedByAnother_AfterAnotherPause()
    {
        var clock = new FakeTimeProvider(TokenWorkshop.Now);
        var silent = new SilentResponders(clock, notAsked: null, NullLogger.Instance);
        silent.MissAnswer(Address, this);
        clock.Advance(SilentResponders.Pause);

        Assert.IsTrue(silent.MayAsk(Address, new object(), out _));
        Assert.IsFalse(silent.MayAsk(Address, new object(), out _));
        clock.Advance(SilentResponders.Pause);
        Assert.IsTrue(silent.MayAsk(Address, new object(), out _));
    }

    [TestMethod]
    public async Task FiftyLoginsAtOnce_WaitForNoMoreThanOneQuestion_AndOneOfThemAsksAgain()
    {
        const int Half = 25;
        var asked = new SemaphoreSlim(0);
        var check = await CheckThatHoldsTheRootsListAsync();
        _site.AnswerOcsp = (context, _) =>
        {
            asked.Release();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var logins = Enumerable.Range(1, Half).Select(i => _site.LogInAsync(check, person: Card(i))).ToList();
        await TakeAsync(asked, Half);
        _site.Clock.Advance(Question / 2);
        logins.AddRange(Enumerable.Range(Half + 1, Half).Select(i => _site.LogInAsync(check, person: Card(i))));
        await TakeAsync(asked, Half);
        _site.Clock.Advance(Question / 2);

        // The question of the one that asks again.
        await TakeAsync(asked, 1);
        while (logins.Count > 1)
        {
            var ended = await Task.WhenAny(logins).WaitAsync(Patience);
            await ended;
            logins.Remove(ended);
        }

        Assert.IsFalse(logins[0].IsCompleted);
        _site.Clock.Advance(Question);
        await logins[0];
        Assert.AreEqual(1 + (2 * Half) + 1, _site.OcspAsked);
    }

    [TestMethod]
    [DataRow("hangs up")]
    [DataRow("fails")]
    public async Task SilenceAtOneAddress_SparesTheOthersOfThatHost(string fault)
    {
        _site.AnswerOcsp = (context, request) => context.Request.Path != "/ocsp/citizen" ? SendAsync(context, _site.Forge(request).Make())
            : fault == "fails" ? FailAsync(context)
            : HangUpAsync(context);
        using var leaf = _site.Leaf($"{_site.Address}ocsp/other");
        var check = _site.Check();

        await _site.LogInAsync(check, person: Card(1));
        await _site.LogInAsync(check, leaf);

        Assert.AreEqual(3, _site.OcspAsked);
        Assert.Contains("/ocsp/other", _site.Asked);
    }

    [TestMethod]
    public async Task ServersErrors_AreNoSilence()
    {
        _site.AnswerOcsp = (context, _) => FailAsync(context);
        var check = _site.Check();

        await _site.LogInAsync(check, person: Card(1));
        await _site.LogInAsync(check, person: Card(2));

        Assert.AreEqual(4, _site.OcspAsked);
        Assert.AreEqual(0, check.Silent.Count);
    }

    [TestMethod]
    public async Task ResponderThatHadOnlyTheRestOfTheTime_WasNotSilent()
    {
        var check = await CheckThatHoldsTheRootsListAsync();
        _site.AnswerOcsp = (context, _) =>
        {
            if (context.Request.Path == "/ocsp/last")
            {
                _site.Clock.Advance(Question / 2);
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            _site.Clock.Advance(Question * 3 / 4);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
        using var leaf = _site.Leaf($"{_site.Address}ocsp/first", $"{_site.Address}ocsp/second", $"{_site.Address}ocsp/last");

        await _site.LogInAsync(check, leaf);

        Assert.AreEqual(4, _site.OcspAsked);
        Assert.AreEqual(0, check.Silent.Count);
    }

    [TestMethod]
    [DataRow("silent")]
    [DataRow("says something else")]
    [DataRow("not allowed")]
    public async Task SecondAddressOfACertificate_IsAsked_WhereTheFirstIsOfNoUse(string first)
    {
        _site.AnswerOcsp = (context, request) => context.Request.Path != "/ocsp/first" ? SendAsync(context, _site.Forge(request).Make())
            : first == "silent" ? HangUpAsync(context)
            : SendAsync(context, [0x30, 0x00]);
        using var leaf = _site.Leaf(first == "not allowed" ? "http://elsewhere.example/" : $"{_site.Address}ocsp/first", $"{_site.Address}ocsp/second");
        var check = _site.Check();

        await _site.LogInAsync(check, leaf);

        var asked = _site.Asked.Where(path => path.StartsWith("/ocsp", StringComparison.Ordinal));
        Assert.AreSequenceEqual(first == "not allowed" ? ["/ocsp/second"] : ["/ocsp/first", "/ocsp/second"], asked);
        Assert.DoesNotContain("/crl/citizen8.crl", _site.Asked);
    }

    [TestMethod]
    public async Task SeveralAddresses_AreAllAskedAgain_WhereNobodyAnswers()
    {
        using var leaf = _site.Leaf($"{_site.Address}ocsp/first", $"{_site.Address}ocsp/second");
        var check = _site.Check();

        await _site.LogInAsync(check, leaf);

        Assert.AreSequenceEqual(
            ["/ocsp/first", "/ocsp/second", "/ocsp/first", "/ocsp/second"], _site.Asked.Where(path => path.StartsWith("/ocsp", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task SeveralAddressesThatHang_TakeTheTimeOfTwoQuestions()
    {
        var check = await CheckThatHoldsTheRootsListAsync();
        _site.AnswerOcsp = (context, _) =>
        {
            _site.Clock.Advance(Question);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var leaf = _site.Leaf([.. Enumerable.Range(0, 9).Select(i => $"{_site.Address}ocsp/{i}")]);

        await _site.LogInAsync(check, leaf);

        Assert.AreEqual(1 + 2, _site.OcspAsked);
        Assert.AreEqual(2, check.Silent.Count);
    }

    // Whose time then goes by for one question alone.
    private async Task<RevocationCheck> CheckThatHoldsTheRootsListAsync()
    {
        var check = _site.Check();
        _isDown = false;
        await _site.LogInAsync(check, person: Card(0));
        return check;
    }

    private static async Task TakeAsync(SemaphoreSlim asked, int many)
    {
        for (var i = 0; i < many; i++)
        {
            Assert.IsTrue(await asked.WaitAsync(Patience), "not so many questions");
        }
    }

    /// <summary>Another card of the same person: nothing is known of it yet.</summary>
    private static CardPerson Card(int number) => CardPersons.An with { Name = $"an-{number}" };

    private async Task<string?> RefusalAsync(RevocationCheck check, CardPerson person) =>
        (await Assert.ThrowsExactlyAsync<EidBridgeException>(() => _site.LogInAsync(check, person: person))).Code;

    private static Task HangUpAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task FailAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    }

    private static Task SendAsync(HttpContext context, byte[] body) => context.Response.Body.WriteAsync(body).AsTask();
}
