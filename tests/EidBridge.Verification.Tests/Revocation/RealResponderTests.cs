using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Logging.Abstractions;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>The same with OpenSSL's responder and lists behind nginx: others wrote both sides of what we read.</summary>
[TestClass]
public sealed class RealResponderTests
{
    private RealResponders _responders = null!;

    [TestInitialize]
    public async Task OpenAsync() => _responders = await RealResponders.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _responders.DisposeAsync();

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public async Task OpenSsl_TellsGoodRevokedAndSuspendedApart(Applet applet)
    {
        var an = _responders.Pki.Issue(CardPersons.An, applet).Authentication;
        using var check = Check();

        await _responders.PublishAsync(applet, new Dictionary<X509Certificate2, string>());
        Assert.IsNull(await RefusalAsync(check, applet));
        await _responders.PublishAsync(applet, new Dictionary<X509Certificate2, string> { [an] = "keyCompromise" });
        using var second = Check();
        Assert.AreEqual(ErrorCode.CertificateRevoked, await RefusalAsync(second, applet));
        await _responders.PublishAsync(applet, new Dictionary<X509Certificate2, string> { [an] = "certificateHold" });
        using var third = Check();
        Assert.AreEqual(ErrorCode.CertificateSuspended, await RefusalAsync(third, applet));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public async Task ListsOfOpenSsl_DecideWhereOcspIsNotAllowedToAnswer(Applet applet)
    {
        var an = _responders.Pki.Issue(CardPersons.An, applet).Authentication;
        await _responders.PublishAsync(applet, new Dictionary<X509Certificate2, string> { [an] = "certificateHold" });

        // An answer of OpenSSL is some 2,000 bytes: too long for this check, which then asks the list.
        using var check = Check(maxAnswerBytes: 100);

        Assert.AreEqual(ErrorCode.CertificateSuspended, await RefusalAsync(check, applet));
        Assert.IsNull(await RefusalAsync(check, applet, CardPersons.Lucie));
    }

    [TestMethod]
    public async Task RevokedCaInTheRootsList_IsRefused()
    {
        await _responders.PublishAsync(
            Applet.V18, new Dictionary<X509Certificate2, string> { [_responders.Pki.IssuingCa(Applet.V18, foreigner: false)] = "CACompromise" });
        using var check = Check();

        Assert.AreEqual(ErrorCode.CertificateRevoked, await RefusalAsync(check, Applet.V18));
    }

    private RevocationCheck Check(int maxAnswerBytes = 20_000) => new(
        new RevocationOptions { AllowedHosts = [_responders.Address.Authority], MaxAnswerBytes = maxAnswerBytes, Timeout = TimeSpan.FromSeconds(20) },
        TimeProvider.System,
        NullLogger<RevocationCheck>.Instance);

    private async Task<string?> RefusalAsync(RevocationCheck check, Applet applet, CardPerson? person = null)
    {
        var pki = _responders.Pki;
        var verifier = new EidTokenVerifier(
            new EidVerificationOptions
            {
                Origin = TokenWorkshop.Origin,
                TrustAnchors = [pki.Root(applet)],
                IssuingCertificates = [pki.IssuingCa(applet, foreigner: false)],
            },
            TimeProvider.System);
        var authenticator = new EidAuthenticator(verifier, new InMemoryChallengeStore(TimeProvider.System), check);
        var nonce = await authenticator.ChallengeAsync("a", CancellationToken.None);
        var token = TokenWorkshop.Token(TokenWorkshop.Members(pki.Issue(person ?? CardPersons.An, applet).Authentication, nonce: nonce));
        try
        {
            await authenticator.AuthenticateAsync("a", token, useOf: null, CancellationToken.None);
            return null;
        }
        catch (EidBridgeException e)
        {
            return e.Code;
        }
    }
}
