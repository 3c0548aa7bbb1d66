using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>The list of a card's CA is at hand before OCSP fails; one that cannot be had, or is too old, costs the logins of an outage nothing more.</summary>
[TestClass]
public sealed class FallbackListTests
{
    private const string Path = "/crl/citizen8.crl";
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(2);
    private RevocationSite _site = null!;

    private int ListAsked => _site.Asked.Count(path => path == Path);

    [TestInitialize]
    public async Task OpenAsync() => _site = await RevocationSite.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _site.DisposeAsync();

    [TestMethod]
    public async Task ListOfACaThatLogsIn_IsAtHand_WhenEverythingBreaks()
    {
        var check = _site.Check();
        await _site.LogInAsync(check, person: Card(1));
        await check.RefreshListsAsync();
        _site.AnswerOcsp = (context, _) => EndAsync(context, StatusCodes.Status503ServiceUnavailable);
        _site.AnswerList = (context, _) => EndAsync(context, StatusCodes.Status503ServiceUnavailable);

        await _site.LogInAsync(check, person: Card(2));

        Assert.AreEqual(1, ListAsked);
    }

    [TestMethod]
    public async Task ListThatTakesLongerThanALoginWaits_ArrivesForTheNext()
    {
        var check = await CheckOfAnOutageAsync();
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _site.AnswerList = async (context, name) =>
        {
            asked.TrySetResult();
            await gate.Task;
            await context.Response.Body.WriteAsync(_site.List(name));
        };

        var first = RefusalAsync(check, Card(1));
        await asked.Task;
        _site.Clock.Advance(Waiting);
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await first);
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(2)));
        _site.Clock.Advance(TimeSpan.FromSeconds(3));
        gate.SetResult();
        await check.RefreshListsAsync();

        Assert.IsNull(await RefusalAsync(check, Card(3)));
        Assert.AreEqual(1, ListAsked);
    }

    [TestMethod]
    public async Task ListThatNeverArrives_IsGivenUp()
    {
        var check = await CheckOfAnOutageAsync();
        var (asked, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        _site.AnswerList = async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => ended.TrySetResult(), TaskScheduler.Default);
        };

        var login = RefusalAsync(check, Card(1));
        await asked.Task;
        _site.Clock.Advance(new RevocationOptions().ListTimeout);

        await ended.Task;
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await login);
    }

    [TestMethod]
    public async Task ListThatCannotBeHad_IsNotTriedByEveryLogin()
    {
        var check = await CheckOfAnOutageAsync();
        _site.AnswerList = (context, _) => EndAsync(context, StatusCodes.Status503ServiceUnavailable);

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(1)));
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(2)));
        var before = ListAsked;
        _site.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(3)));

        Assert.AreEqual(2, before);
        Assert.AreEqual(4, ListAsked);
    }

    [TestMethod]
    public async Task ListThatIsTooOld_IsFetchedOnceAMinute_AndStillRevokes()
    {
        var check = await CheckOfAnOutageAsync();
        _site.Revoked[Convert.ToHexString(_site.Pki.Issue(Card(4), Applet.V18).Authentication.SerialNumberBytes.Span)] = X509RevocationReason.KeyCompromise;
        _site.AnswerList = (context, name) =>
            context.Response.Body.WriteAsync(_site.List(name, _site.Clock.GetUtcNow().AddHours(-25), _site.Clock.GetUtcNow().AddDays(7))).AsTask();

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(1)));
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(2)));
        Assert.AreEqual(ErrorCode.CertificateRevoked, await RefusalAsync(check, Card(4)));
        var before = ListAsked;
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.AreEqual(ErrorCode.RevocationUnavailable, await RefusalAsync(check, Card(3)));

        Assert.AreEqual(1, before);
        Assert.AreEqual(2, ListAsked);
    }

    [TestMethod]
    public async Task ListThatIsTooLong_IsNotRead()
    {
        var check = _site.Check(_site.Options(maxListBytes: 100));
        _site.AnswerOcsp = (context, _) => EndAsync(context, StatusCodes.Status503ServiceUnavailable);

        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(() => _site.LogInAsync(check, person: Card(1)));

        Assert.AreEqual(ErrorCode.RevocationUnavailable, refusal.Code);
        Assert.AreEqual("127.0.0.1 answers more than 100 bytes", refusal.Detail);
    }

    [TestMethod]
    public async Task ListThatIsNamedAfterAddressesNobodyMayAsk_IsFetched()
    {
        string[] addresses = ["ldap://directory.example/cn=list", "http://elsewhere.example/crl/citizen8.crl", new Uri(_site.Address, Path).AbsoluteUri];
        using var leaf = Leaf(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(addresses));
        var check = await CheckOfAnOutageAsync();
        var before = ListAsked;

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check, leaf)).NationalNumber);
        Assert.AreEqual(before + 1, ListAsked);
    }

    [TestMethod]
    public async Task CardThatNamesNoList_LeavesNothingToFetch()
    {
        using var leaf = Leaf(list: null);
        var check = await CheckOfAnOutageAsync();
        var before = check.Lists.Count;

        await Assert.ThrowsExactlyAsync<EidBridgeException>(() => _site.LogInAsync(check, leaf));

        Assert.AreEqual(before, check.Lists.Count);
    }

    // The root's list is at hand, so that only the card's is waited for.
    private async Task<RevocationCheck> CheckOfAnOutageAsync()
    {
        var check = _site.Check();
        await _site.LogInAsync(check, person: Card(0));
        _site.AnswerOcsp = (context, _) => EndAsync(context, StatusCodes.Status404NotFound);
        return check;
    }

    /// <summary>Another certificate of An, which names its list so, or none.</summary>
    private X509Certificate2 Leaf(X509Extension? list) => TokenWorkshop.Leaf(
        request =>
        {
            foreach (var extension in _site.Pki.Issue(CardPersons.An, Applet.V18).Authentication.Extensions.Where(e => e.Oid!.Value != "2.5.29.31"))
            {
                request.CertificateExtensions.Add(extension);
            }

            if (list is not null)
            {
                request.CertificateExtensions.Add(list);
            }
        },
        _site.Pki.IssuingCa(Applet.V18, foreigner: false));

    /// <summary>Another card of the same person: nothing is known of it yet.</summary>
    private static CardPerson Card(int number) => CardPersons.An with { Name = $"an-{number}" };

    private async Task<string?> RefusalAsync(RevocationCheck check, CardPerson person)
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

    private static Task EndAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
