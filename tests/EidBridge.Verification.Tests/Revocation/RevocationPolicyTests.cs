using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>What the options of revocation promise, in whole logins over sockets on loopback.</summary>
[TestClass]
public sealed class RevocationPolicyTests
{
    private RevocationSite _site = null!;

    [TestInitialize]
    public async Task OpenAsync() => _site = await RevocationSite.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _site.DisposeAsync();

    [TestMethod]
    [DataRow(OcspNoncePolicy.IfPresent, null)]
    [DataRow(OcspNoncePolicy.Required, ErrorCode.RevocationUnavailable)]
    public async Task Responder_IsHeldToTheNoncePolicyOfItsHost(OcspNoncePolicy policy, string? code)
    {
        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request), forge => forge.Nonce = null);
        _site.AnswerList = (context, name) => name == "root8" ? SendAsync(context, _site.List(name)) : FailAsync(context, 404);
        var other = policy == OcspNoncePolicy.Required ? OcspNoncePolicy.IfPresent : OcspNoncePolicy.Required;
        var check = Check(new RevocationOptions
        {
            AllowedHosts = [_site.Address.Authority],
            Nonce = other,
            NonceByHost = new Dictionary<string, OcspNoncePolicy>(StringComparer.Ordinal) { [_site.Address.Host] = policy },
        });

        Assert.AreEqual(code, await RefusalAsync(check));
    }

    [TestMethod]
    public async Task NoncePolicy_IsFound_HoweverItsHostIsSpelled()
    {
        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request), forge => forge.Nonce = null);
        _site.AnswerList = (context, name) => name == "root8" ? SendAsync(context, _site.List(name)) : FailAsync(context, 404);
        using var leaf = _site.Leaf($"http://localhost:{_site.Address.Port}/ocsp/citizen");
        var check = Check(new RevocationOptions
        {
            AllowedHosts = [_site.Address.Authority, $"localhost:{_site.Address.Port}"],
            NonceByHost = new Dictionary<string, OcspNoncePolicy>(StringComparer.Ordinal) { ["LocalHost"] = OcspNoncePolicy.Required },
        });

        Assert.AreEqual(
            ErrorCode.RevocationUnavailable, (await Assert.ThrowsExactlyAsync<EidBridgeException>(() => _site.LogInAsync(check, leaf))).Code);
        Assert.AreEqual(1, _site.OcspAsked);
    }

    [TestMethod]
    public async Task ServersError_IsAskedOnceMore()
    {
        var tries = 0;
        _site.AnswerOcsp = (context, request) => ++tries == 1 ? FailAsync(context, 503) : SendAsync(context, _site.Forge(request));

        Assert.IsNull(await RefusalAsync(Check(_site.Options())));
        Assert.AreEqual(2, _site.OcspAsked);
        Assert.DoesNotContain("/crl/citizen8.crl", _site.Asked);
    }

    [TestMethod]
    public async Task RefusalOfTheServer_IsAnAnswer_AndIsNotAskedAgain()
    {
        _site.AnswerOcsp = (context, _) => FailAsync(context, 404);

        Assert.IsNull(await RefusalAsync(Check(_site.Options())));
        Assert.AreEqual(1, _site.OcspAsked);
        Assert.Contains("/crl/citizen8.crl", _site.Asked);
    }

    [TestMethod]
    public async Task HandlerOfTheSite_ThatThrowsWhatItLikes_IsSilence()
    {
        using var handler = new OpenCircuit();
        var check = Check(new RevocationOptions { AllowedHosts = [_site.Address.Authority], BackchannelHttpHandler = handler });

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check));
        await check.RefreshListsAsync();
    }

    [TestMethod]
    public async Task StaleAnswer_IsLogged_Counted_AndTold()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = Listen(counted);
        var log = new LogLines();
        using var check = new RevocationCheck(_site.Options(OutagePolicy.StaleAnswerForActiveAccounts), _site.Clock, log);

        var fresh = await _site.LogInAsync(check, EidUse.LoginToActiveAccount);
        _site.AnswerOcsp = (context, _) => FailAsync(context, 503);
        _site.AnswerList = (context, _) => FailAsync(context, 503);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        var stale = await _site.LogInAsync(check, EidUse.LoginToActiveAccount);

        Assert.IsFalse(fresh.RestsOnStaleAnswer);
        Assert.IsTrue(stale.RestsOnStaleAnswer);
        Assert.AreEqual(1, counted["eidbridge.revocation.stale"]);
        var line = log.Lines.Single(l => l.Text.StartsWith("A login to an active account", StringComparison.Ordinal));
        Assert.AreEqual(LogLevel.Warning, line.Level);
        Assert.Contains("answers 503", line.Text);
        Assert.DoesNotContain(CardPersons.An.NationalNumber, string.Join('\n', log.Lines));
    }

    [TestMethod]
    public async Task StaleAnswersOfALogin_AreToldOnce_AndOnlyIfItWasLetIn()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = Listen(counted);
        var log = new LogLines();
        using var check = new RevocationCheck(_site.Options(OutagePolicy.StaleAnswerForActiveAccounts), _site.Clock, log);
        await _site.LogInAsync(check, EidUse.LoginToActiveAccount);
        _site.AnswerOcsp = (context, _) => FailAsync(context, 503);
        _site.AnswerList = (context, _) => FailAsync(context, 503);
        _site.Clock.Advance(TimeSpan.FromHours(3));

        // The card's answer and the list of the root have both ended.
        await _site.LogInAsync(check, EidUse.LoginToActiveAccount);
        Assert.HasCount(1, log.Lines.Where(IsStale));
        Assert.AreEqual(1, counted["eidbridge.revocation.stale"]);

        _site.Revoked[Convert.ToHexString(_site.Pki.IssuingCa(Applet.V18, foreigner: false).SerialNumberBytes.Span)] = X509RevocationReason.CACompromise;
        _site.AnswerList = (context, name) => name == "root8" ? SendAsync(context, _site.List(name)) : FailAsync(context, 503);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(() => _site.LogInAsync(check, EidUse.LoginToActiveAccount));

        Assert.AreEqual(ErrorCode.CertificateRevoked, refusal.Code);
        Assert.HasCount(1, log.Lines.Where(IsStale));
        Assert.AreEqual(1, counted["eidbridge.revocation.stale"]);

        static bool IsStale((LogLevel Level, string Text) line) => line.Text.StartsWith("A login to an active account", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Answers_AreCountedBySourceAndStatus()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = Listen(counted);
        _site.Revoked[Convert.ToHexString(_site.Pki.Issue(CardPersons.Lucie, Applet.V18).Authentication.SerialNumberBytes.Span)] = X509RevocationReason.CertificateHold;
        var check = Check(_site.Options());

        await RefusalAsync(check);
        await RefusalAsync(check, CardPersons.Lucie);

        Assert.AreEqual(1, counted["eidbridge.revocation.answers ocsp Good"]);
        Assert.AreEqual(1, counted["eidbridge.revocation.answers ocsp Suspended"]);
        Assert.AreEqual(1, counted["eidbridge.revocation.answers list Good"]);
    }

    [TestMethod]
    public async Task HundredLoginsWhileTheListIsFetched_FetchItOnce()
    {
        var everybodyIsHere = new TaskCompletionSource();
        _site.AnswerList = async (context, name) =>
        {
            await everybodyIsHere.Task;
            await SendAsync(context, _site.List(name));
        };
        var check = Check(new RevocationOptions { AllowedHosts = [_site.Address.Authority], Timeout = TimeSpan.FromSeconds(30) });

        var logins = Enumerable.Range(0, 100).Select(_ => _site.LogInAsync(check)).ToList();
        everybodyIsHere.SetResult();
        await Task.WhenAll(logins);

        Assert.AreSequenceEqual(["/crl/root8.crl", "/ocsp/citizen"], _site.Asked.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public async Task Lists_AreOnlySoMany()
    {
        _site.AnswerOcsp = (context, _) => FailAsync(context, 404);
        var check = Check(new RevocationOptions { AllowedHosts = [_site.Address.Authority], MaxLists = 1 });

        Assert.IsNull(await RefusalAsync(check));

        Assert.AreEqual(1, check.Lists.Count);
        Assert.AreSequenceEqual(["/crl/citizen8.crl", "/crl/root8.crl", "/ocsp/citizen"], _site.Asked.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public void Answers_AreOnlySoMany_AndTheOneNotUsedForLongestGoes()
    {
        var answer = new RevocationAnswer(RevocationStatus.Good, TokenWorkshop.Now, TokenWorkshop.Now, TokenWorkshop.Now);
        var cache = new AnswerCache(most: 2);

        cache.Keep("a", answer);
        cache.Keep("b", answer);
        cache.Find("a");
        cache.Keep("c", answer);

        Assert.AreEqual(2, cache.Count);
        Assert.IsNotNull(cache.Find("a"));
        Assert.IsNull(cache.Find("b"));
    }

    [TestMethod]
    public async Task ListInUse_IsFetchedAnewInTheBackground_BeforeAnyLoginNeedsIt()
    {
        using var sockets = new SocketsHttpHandler();
        using var requests = new RootListRequests(sockets);
        using var source = new RevocationSource(
            new RevocationOptions { AllowedHosts = [_site.Address.Authority], BackchannelHttpHandler = requests }, _site.Clock, new LogLines());
        await _site.LogInAsync(source.Check!);
        var again = requests.Next();
        using var refresher = new RevocationListRefresher(source, _site.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<RevocationListRefresher>.Instance);
        await refresher.StartAsync(CancellationToken.None);

        // The service starts on a thread of its own; its clock goes on until it looked.
        for (var i = 0; i < 1000 && !again.IsCompleted; i++)
        {
            _site.Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.WhenAny(again, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        await refresher.StopAsync(CancellationToken.None);
        Assert.IsTrue(again.IsCompleted);
        Assert.AreEqual(1, _site.OcspAsked);
    }

    [TestMethod]
    [DataRow("http://ocsp.eid.belgium.be/", true)]
    [DataRow("http://crl.eidpki.belgium.be/eid/brca6.crl", true)]
    [DataRow("https://OCSP.eid.belgium.be/", true)]
    [DataRow("http://belgium.be/", false)]
    [DataRow("http://evilbelgium.be/", false)]
    [DataRow("http://ocsp.eid.belgium.be.evil.example/", false)]
    [DataRow("http://ocsp.eid.belgium.be:8080/", false)]
    [DataRow("http://ocsp.eid.belgium.be@evil.example/", false)]
    [DataRow("http://me@ocsp.eid.belgium.be/", false)]
    [DataRow("http://127.0.0.1/", false)]
    [DataRow("http://[::1]/", false)]
    [DataRow("ftp://ocsp.eid.belgium.be/", false)]
    [DataRow("file:///etc/passwd", false)]
    [DataRow("ldap://ocsp.eid.belgium.be/", false)]
    [DataRow("/ocsp", false)]
    [DataRow(null, false)]
    public void OnlyHostsOfTheList_AreAsked(string? address, bool asked) =>
        Assert.AreEqual(asked, HostPattern.Admit(address, new RevocationOptions().AllowedHosts) is not null);

    [TestMethod]
    [DataRow("[::1]:8080", "http://[::1]:8080/")]
    [DataRow("[::1]:8080", "http://[0:0::1]:8080/")]
    [DataRow("::1", "http://[::1]/")]
    [DataRow("[::1]", "http://[::1]/")]
    [DataRow("127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [DataRow("xn--bcher-kva.example", "http://b\u00fccher.example/")]
    public void PatternThatIsTaken_TakesAnAddress(string pattern, string address)
    {
        Assert.IsTrue(HostPattern.IsValid(pattern));
        Assert.IsNotNull(HostPattern.Admit(address, [pattern]));
    }

    private RevocationCheck Check(RevocationOptions options) => _site.Check(options);

    private async Task<string?> RefusalAsync(RevocationCheck check, CardPerson? person = null)
    {
        try
        {
            await _site.LogInAsync(check, person: person);
            return null;
        }
        catch (EidBridgeException e)
        {
            return e.Code;
        }
    }

    private static MeterListener Listen(Dictionary<string, long> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == RevocationOptions.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]);
            lock (counted)
            {
                counted[key] = counted.GetValueOrDefault(key) + value;
            }
        });
        listener.Start();
        return listener;
    }

    private static Task SendAsync(HttpContext context, OcspForge forge, Action<OcspForge>? spoil = null)
    {
        spoil?.Invoke(forge);
        return SendAsync(context, forge.Make());
    }

    private static Task SendAsync(HttpContext context, byte[] body) => context.Response.Body.WriteAsync(body).AsTask();

    private static Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private sealed class OpenCircuit : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the circuit is open");
    }

    /// <summary>Tells of a question at the moment it is put: a clock that goes on would end it.</summary>
    private sealed class RootListRequests(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private TaskCompletionSource _next = new();

        public Task Next() => (_next = new TaskCompletionSource()).Task;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/crl/root8.crl")
            {
                _next.TrySetResult();
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
