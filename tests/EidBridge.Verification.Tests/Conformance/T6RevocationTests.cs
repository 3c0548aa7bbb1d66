using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.Verification.Tests.Revocation;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T6: whole logins while responders answer, lie, hang or are gone, over real sockets on loopback.</summary>
[TestClass]
public sealed class T6RevocationTests
{
    private RevocationSite _site = null!;

    private X509Certificate2 Leaf => _site.Pki.Issue(CardPersons.An, Applet.V18).Authentication;

    [TestInitialize]
    public async Task OpenAsync() => _site = await RevocationSite.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _site.DisposeAsync();

    [TestMethod]
    public async Task GoodCard_LogsIn_AfterOneQuestionAndTheRootsList()
    {
        var check = _site.Check();

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check)).NationalNumber);
        Assert.AreSequenceEqual(["/crl/root8.crl", "/ocsp/citizen"], _site.Asked.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [DataRow(X509RevocationReason.KeyCompromise, ErrorCode.CertificateRevoked)]
    [DataRow(X509RevocationReason.CertificateHold, ErrorCode.CertificateSuspended)]
    public async Task RevokedCard_IsRefused(X509RevocationReason reason, string code)
    {
        Revoke(Leaf, reason);
        var check = _site.Check();

        await AssertRefusedAsync(code, check);
    }

    [TestMethod]
    public async Task CardThatTheResponderDoesNotKnow_IsRefusedForNow_WhateverListOrOldAnswerThereIs()
    {
        var check = _site.Check(_site.Options(OutagePolicy.StaleAnswerForActiveAccounts));
        await _site.LogInAsync(check);
        await check.RefreshListsAsync();
        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request), forge => forge.Revoked = -1);
        _site.Clock.Advance(TimeSpan.FromMinutes(10));

        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check, use: EidUse.LoginToActiveAccount);
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check, use: EidUse.LoginToActiveAccount);
    }

    [TestMethod]
    public async Task CardThatOneResponderDoesNotKnow_IsAskedAboutAtTheNext()
    {
        _site.AnswerOcsp = (context, request) =>
            SendAsync(context, _site.Forge(request), forge => forge.Revoked = context.Request.Path == "/ocsp/first" ? -1 : null);
        using var leaf = _site.Leaf($"{_site.Address}ocsp/first", $"{_site.Address}ocsp/second");

        await _site.LogInAsync(_site.Check(), leaf);

        Assert.AreEqual(2, _site.OcspAsked);
    }

    [TestMethod]
    public async Task CardRevokedWithoutAReason_IsGoodAgain_WhereALaterAnswerSaysSo()
    {
        var check = _site.Check();
        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request), forge => forge.Revoked = -2);
        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check);

        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request), forge => forge.ThisUpdate = TokenWorkshop.Now.AddMinutes(-1));
        _site.Clock.Advance(TimeSpan.FromMinutes(6));
        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check);
        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request));

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check)).NationalNumber);
    }

    [TestMethod]
    public async Task CardThatIsRevoked_IsSaidToBe_ThoughNobodyCanSayAnythingAboutItsCa()
    {
        Revoke(Leaf, X509RevocationReason.KeyCompromise);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);

        await AssertRefusedAsync(ErrorCode.CertificateRevoked, _site.Check());
    }

    [TestMethod]
    public async Task CardThatIsRevoked_IsKnownToBe_UnderAnotherCertificateOfItsCa()
    {
        Revoke(Leaf, X509RevocationReason.KeyCompromise);
        var check = _site.Check();
        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check);
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        using var other = SecondForm(_site.Pki.IssuingCa(Applet.V18, foreigner: false), _site.Pki.Root(Applet.V18));
        var authenticator = new EidAuthenticator(
            new EidTokenVerifier(
                new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [_site.Pki.EcRoot], IssuingCertificates = [other] }, _site.Clock),
            _site.Challenges,
            check);
        var token = TokenWorkshop.Token(TokenWorkshop.Members(Leaf, nonce: await authenticator.ChallengeAsync("a", CancellationToken.None)));

        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(
            () => authenticator.AuthenticateAsync("a", token, useOf: null, CancellationToken.None));

        Assert.AreEqual(ErrorCode.CertificateRevoked, refusal.Code);
    }

    [TestMethod]
    public async Task RevokedIssuingCa_IsRefused()
    {
        Revoke(_site.Pki.IssuingCa(Applet.V18, foreigner: false), X509RevocationReason.CACompromise);
        var check = _site.Check();

        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check);
    }

    [TestMethod]
    public async Task Answer_IsNotAskedAgainWhileFresh_AndIsAskedAgainAfter()
    {
        var check = _site.Check();
        await _site.LogInAsync(check);
        _site.Clock.Advance(TimeSpan.FromMinutes(4));
        await _site.LogInAsync(check);
        var before = _site.OcspAsked;

        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        Revoke(Leaf, X509RevocationReason.KeyCompromise);

        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check);
        Assert.AreEqual(1, before);
        Assert.AreEqual(2, _site.OcspAsked);
    }

    [TestMethod]
    public async Task HundredLoginsOfOneCard_AskOnce()
    {
        var everybodyIsHere = new TaskCompletionSource();
        _site.AnswerOcsp = async (context, request) =>
        {
            await everybodyIsHere.Task;
            await SendAsync(context, _site.Forge(request));
        };
        var check = _site.Check(new RevocationOptions { AllowedHosts = [_site.Address.Authority], Timeout = TimeSpan.FromSeconds(30) });

        // Each login runs on this thread as far as its question; then the responder answers.
        var logins = Enumerable.Range(0, 100).Select(_ => _site.LogInAsync(check)).ToList();
        everybodyIsHere.SetResult();
        var persons = await Task.WhenAll(logins);

        Assert.HasCount(100, persons);
        Assert.AreEqual(1, _site.OcspAsked);
    }

    [TestMethod]
    public async Task TwoCards_AreAskedAboutEach()
    {
        var check = _site.Check();

        await _site.LogInAsync(check);
        await _site.LogInAsync(check, person: CardPersons.Lucie);

        Assert.AreEqual(2, _site.OcspAsked);
        Assert.AreEqual(3, check.RememberedAnswers);
    }

    [TestMethod]
    public async Task TokenThatDoesNotHold_MakesNobodyAsk()
    {
        var check = _site.Check();
        var authenticator = _site.Authenticator(check);
        var nonce = await authenticator.ChallengeAsync("a", CancellationToken.None);
        var good = TokenWorkshop.Members(Leaf, nonce: nonce);
        var otherSignature = new Dictionary<string, object?>(good, StringComparer.Ordinal)
        {
            ["signature"] = TokenWorkshop.Members(Leaf, nonce: ChallengeNonce.Create())["signature"],
        };
        using var selfMade = TokenWorkshop.Leaf(r => Copy(r, Leaf), CardPki.Create(TokenWorkshop.Now).IssuingCa(Applet.V18, foreigner: false));

        foreach (var members in new[] { otherSignature, TokenWorkshop.Members(selfMade, nonce: nonce) })
        {
            await Assert.ThrowsExactlyAsync<EidBridgeException>(
                () => authenticator.AuthenticateAsync("a", TokenWorkshop.Token(members), useOf: null, CancellationToken.None));
        }

        // A session that was never given this nonce.
        await Assert.ThrowsExactlyAsync<EidBridgeException>(
            () => authenticator.AuthenticateAsync("b", TokenWorkshop.Token(good), useOf: null, CancellationToken.None));
        Assert.IsEmpty(_site.Asked);
    }

    [TestMethod]
    public async Task ResponderOutsideTheAllowedHosts_IsNotAsked()
    {
        var check = _site.Check(_site.Options(host: "*.belgium.be"));

        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check);
        Assert.IsEmpty(_site.Asked);
    }

    [TestMethod]
    public async Task Redirect_IsNotFollowed()
    {
        _site.AnswerOcsp = (context, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        var check = _site.Check();

        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check);
        Assert.DoesNotContain("/elsewhere", _site.Asked);
    }

    [TestMethod]
    public async Task ResponderThatDoesNotAnswer_IsAskedTwice_ThenTheListDecides()
    {
        _site.AnswerOcsp = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Revoke(_site.Pki.Issue(CardPersons.Lucie, Applet.V18).Authentication, X509RevocationReason.CertificateHold);
        var check = _site.Check();

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check)).NationalNumber);
        Assert.AreEqual(2, _site.OcspAsked);
        await AssertRefusedAsync(ErrorCode.CertificateSuspended, check, CardPersons.Lucie);
        Assert.AreEqual(1, _site.Asked.Count(path => path == "/crl/citizen8.crl"));
    }

    [TestMethod]
    [DataRow("hangs")]
    [DataRow("500")]
    [DataRow("empty")]
    [DataRow("html")]
    [DataRow("long")]
    public async Task NobodyWhoCanSay_RefusesTheLogin(string fault)
    {
        _site.AnswerOcsp = (context, _) => FailAsync(context, fault);
        _site.AnswerList = (context, _) => FailAsync(context, fault);
        var check = _site.Check();

        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check);
    }

    [TestMethod]
    public async Task Outage_LetsActiveAccountsInOnTheLastAnswer_WherePolicySaysSo_AndNothingElse()
    {
        var check = _site.Check(_site.Options(OutagePolicy.StaleAnswerForActiveAccounts));
        await _site.LogInAsync(check);
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        _site.Clock.Advance(TimeSpan.FromHours(23));

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check, EidUse.LoginToActiveAccount)).NationalNumber);
        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check);
        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check, CardPersons.Lucie, EidUse.LoginToActiveAccount);
        _site.Clock.Advance(TimeSpan.FromHours(2));
        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check, use: EidUse.LoginToActiveAccount);
    }

    [TestMethod]
    public async Task Outage_RefusesActiveAccountsToo_ByDefault()
    {
        var check = _site.Check();
        await _site.LogInAsync(check);
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        _site.Clock.Advance(TimeSpan.FromHours(3));

        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check, use: EidUse.LoginToActiveAccount);
    }

    [TestMethod]
    public async Task LastAnswerThatSaidRevoked_LetsNobodyInDuringAnOutage()
    {
        Revoke(Leaf, X509RevocationReason.KeyCompromise);
        var check = _site.Check(_site.Options(OutagePolicy.StaleAnswerForActiveAccounts));
        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check, use: EidUse.LoginToActiveAccount);
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        _site.Clock.Advance(TimeSpan.FromMinutes(10));

        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check, use: EidUse.LoginToActiveAccount);
    }

    [TestMethod]
    [DataRow(X509RevocationReason.KeyCompromise, ErrorCode.CertificateRevoked)]
    [DataRow(X509RevocationReason.CertificateHold, ErrorCode.CertificateSuspended)]
    public async Task ListOfBeforeTheRefusal_LetsTheCardInNoMore(X509RevocationReason reason, string code)
    {
        var check = _site.Check();
        _site.Clock.Advance(TimeSpan.FromHours(1));
        Revoke(Leaf, reason);
        await AssertRefusedAsync(code, check);
        _site.Revoked.Clear();
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, name) => SendAsync(context, _site.List(name, TokenWorkshop.Now, _site.Clock.GetUtcNow().AddHours(9)));
        _site.Clock.Advance(TimeSpan.FromMinutes(10));

        await AssertRefusedAsync(code, check);
    }

    [TestMethod]
    public async Task LaterList_LetsASuspendedCardInAgain()
    {
        var check = _site.Check();
        Revoke(Leaf, X509RevocationReason.CertificateHold);
        await AssertRefusedAsync(ErrorCode.CertificateSuspended, check);
        _site.Revoked.Clear();
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check)).NationalNumber);
    }

    [TestMethod]
    [DataRow(23, null)]
    [DataRow(25, ErrorCode.RevocationUnavailable)]
    public async Task ListOfYesterday_LetsNoCardIn_WhateverEndItNames(int hours, string? code)
    {
        _site.AnswerOcsp = (context, _) => NoAnswerAsync(context);
        _site.AnswerList = (context, name) => SendAsync(context, _site.List(name, _site.Clock.GetUtcNow().AddHours(-hours), _site.Clock.GetUtcNow().AddDays(7)));
        var check = _site.Check();

        if (code is null)
        {
            Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check)).NationalNumber);
        }
        else
        {
            await AssertRefusedAsync(code, check);
        }
    }

    [TestMethod]
    public async Task SpoiledAnswer_IsAsGoodAsNone()
    {
        _site.AnswerOcsp = (context, request) => SendAsync(context, _site.Forge(request), forge => forge.Nonce = new byte[32]);
        _site.AnswerList = (context, name) => name == "root8" ? SendAsync(context, _site.List(name)) : NoAnswerAsync(context);
        var check = _site.Check();

        await AssertRefusedAsync(ErrorCode.RevocationUnavailable, check);
    }

    [TestMethod]
    public async Task Lists_AreFetchedAgainInTheBackground_AndForgottenWithTheirCa()
    {
        var check = _site.Check();
        await _site.LogInAsync(check);
        await check.RefreshListsAsync();
        var atOnce = _site.Asked.Count;
        _site.Clock.Advance(TimeSpan.FromHours(1));
        await check.RefreshListsAsync();
        var afterAnHour = _site.Asked.Count;
        _site.Clock.Advance(TimeSpan.FromDays(31));
        await check.RefreshListsAsync();

        Assert.AreEqual(3, atOnce);
        Assert.AreEqual(5, afterAnHour);
        Assert.AreEqual(5, _site.Asked.Count);
        Assert.AreEqual(0, check.Lists.Count);
    }

    [TestMethod]
    public async Task ListThatCannotBeFetchedAnew_LeavesTheOneBefore()
    {
        var check = _site.Check();
        await _site.LogInAsync(check);
        _site.AnswerList = (context, _) => NoAnswerAsync(context);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        await check.RefreshListsAsync();

        Assert.AreEqual(CardPersons.An.NationalNumber, (await _site.LogInAsync(check)).NationalNumber);
    }

    [TestMethod]
    public async Task OlderList_DoesNotReplaceANewerOne()
    {
        var check = _site.Check();
        await _site.LogInAsync(check);
        Revoke(_site.Pki.IssuingCa(Applet.V18, foreigner: false), X509RevocationReason.CACompromise);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        await check.RefreshListsAsync();
        _site.Revoked.Clear();
        _site.AnswerList = (context, name) => SendAsync(context, _site.List(name, TokenWorkshop.Now, _site.Clock.GetUtcNow().AddHours(9)));
        _site.Clock.Advance(TimeSpan.FromHours(1));
        await check.RefreshListsAsync();

        await AssertRefusedAsync(ErrorCode.CertificateRevoked, check);
    }

    private void Revoke(X509Certificate2 certificate, X509RevocationReason reason) =>
        _site.Revoked[Convert.ToHexString(certificate.SerialNumberBytes.Span)] = reason;

    private async Task AssertRefusedAsync(string code, RevocationCheck check, CardPerson? person = null, EidUse use = EidUse.AccountChange) =>
        Assert.AreEqual(code, (await Assert.ThrowsExactlyAsync<EidBridgeException>(() => _site.LogInAsync(check, use, person))).Code);

    private static X509Certificate2 SecondForm(X509Certificate2 ca, X509Certificate2 root)
    {
        var request = new CertificateRequest(ca.SubjectName, ca.PublicKey, HashAlgorithmName.SHA384);
        Copy(request, ca);
        var signer = X509SignatureGenerator.CreateForECDsa(root.GetECDsaPrivateKey()!);
        return request.Create(root.SubjectName, signer, new DateTimeOffset(ca.NotBefore), new DateTimeOffset(ca.NotAfter), [0x10, 8, 8, 8]);
    }

    private static void Copy(CertificateRequest request, X509Certificate2 model)
    {
        foreach (var extension in model.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }
    }

    private static Task SendAsync(HttpContext context, OcspForge forge, Action<OcspForge>? spoil = null)
    {
        spoil?.Invoke(forge);
        return SendAsync(context, forge.Make());
    }

    private static Task SendAsync(HttpContext context, byte[] body) => context.Response.Body.WriteAsync(body).AsTask();

    private static Task NoAnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private Task FailAsync(HttpContext context, string fault)
    {
        switch (fault)
        {
            case "hangs":
                // As long as a question, or waiting for a list, lasts.
                _site.Clock.Advance(TimeSpan.FromSeconds(2));
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            case "500":
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return Task.CompletedTask;
            case "html":
                return context.Response.WriteAsync("<html><body>Out of order</body></html>");
            case "long":
                return SendAsync(context, new byte[30_000]);
            default:
                return Task.CompletedTask;
        }
    }
}
