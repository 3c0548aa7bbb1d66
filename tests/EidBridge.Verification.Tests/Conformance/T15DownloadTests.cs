using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Documents;
using EidBridge.Verification.Identity;
using EidBridge.Verification.Tests.Documents;
using EidBridge.Verification.Tests.Identity;
using EidBridge.Verification.Tests.Revocation;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T15: no address in a token that nobody has verified is ever followed. A server on loopback counts who comes.</summary>
[TestClass]
public sealed class T15DownloadTests
{
    private const string AuthorityInformation = "1.3.6.1.5.5.7.1.1";
    private const string DistributionPoints = "2.5.29.31";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private RevocationSite _site = null!;

    private CardContent Card => _site.Pki.Issue(CardPersons.An, Applet.V18);

    private EidVerificationOptions Options => new()
    {
        Origin = TokenWorkshop.Origin,
        TrustAnchors = [_site.Pki.EcRoot],
        IssuingCertificates = [_site.Pki.IssuingCa(Applet.V18, foreigner: false)],
    };

    [TestInitialize]
    public async Task OpenAsync() => _site = await RevocationSite.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _site.DisposeAsync();

    [TestMethod]
    public async Task SelfMadeCertificate_MakesNobodyFetchAnything()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var leaf = SelfMade("CN=Citizen CA", key, key);

        await AssertRefusedAsync(ErrorCode.IssuerUnknown, leaf);
    }

    [TestMethod]
    public async Task SelfMadeChainInATokenOfFormat11_MakesNobodyFetchAnything()
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=Citizen CA", caKey, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        AddAddresses(request);
        using var ca = request.Create(
            new X500DistinguishedName("CN=An authority elsewhere"), X509SignatureGenerator.CreateForECDsa(caKey), TokenWorkshop.Now.AddDays(-2), TokenWorkshop.Now.AddDays(2), [2]);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var leaf = SelfMade("CN=Citizen CA", key, caKey);

        await AssertRefusedAsync(ErrorCode.IssuerUnknown, leaf, ca);
    }

    [TestMethod]
    public async Task RealCardWithOnlyItsRootKnown_IsRefusedWithoutADownload()
    {
        var leaf = _site.Pki.Issue(CardPersons.An, Applet.V18).Authentication;
        var verifier = new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [_site.Pki.EcRoot] }, new FakeTimeProvider(TokenWorkshop.Now));

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf)), verifier));
        await AssertNobodyCameAsync();
    }

    [TestMethod]
    public async Task RealCardWithAForgedSignature_IsRefusedWithoutADownload()
    {
        var leaf = _site.Pki.Issue(CardPersons.An, Applet.V18).Authentication;
        var authenticator = _site.Authenticator(_site.Check());
        await authenticator.ChallengeAsync("a", CancellationToken.None);
        var token = TokenWorkshop.Token(TokenWorkshop.Members(leaf));

        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(() => authenticator.AuthenticateAsync("a", token, useOf: null, CancellationToken.None));

        Assert.AreEqual(ErrorCode.SignatureInvalid, refusal.Code);
        await AssertNobodyCameAsync();
    }

    [TestMethod]
    public async Task SelfMadeSignersCertificate_MakesNobodyFetchAnything()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var signer = SelfMade(Card.Signature!, key);
        var verifier = new DocumentVerifier(Options, _site.Clock, _site.Check());

        Assert.AreEqual(ErrorCode.IssuerUnknown, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(signer), verifier));
        await AssertNobodyCameAsync();
    }

    [TestMethod]
    public async Task SelfMadeRegistersCertificate_MakesNobodyFetchAnything()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var register = SelfMade(Card.NationalRegister, key);
        var files = IdentityWorkshop.Sign(IdentityWorkshop.Files(CardPersons.An, Applet.V18), register);
        var verifier = new IdentityVerifier(Options, _site.Clock, _site.Check());

        Assert.AreEqual(ErrorCode.IssuerUnknown, await IdentityWorkshop.RefusalOfAsync(files, verifier: verifier));
        await AssertNobodyCameAsync();
    }

    [TestMethod]
    public async Task SelfMadeSigningCertificateThatATokenDeclares_MakesNobodyFetchAnything()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var declared = SelfMade(Card.Signature!, key);
        var authenticator = _site.Authenticator(_site.Check());
        var members = TokenWorkshop.Members(Card.Authentication, nonce: await authenticator.ChallengeAsync("a", CancellationToken.None));
        members["format"] = "web-eid:1.1";
        members["unverifiedSigningCertificates"] = new[]
        {
            new
            {
                certificate = Convert.ToBase64String(declared.RawData),
                supportedSignatureAlgorithms = new[] { new { cryptoAlgorithm = "ECC", hashFunction = "SHA-384", paddingScheme = "NONE" } },
            },
        };

        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(
            () => authenticator.AuthenticateAsync("a", TokenWorkshop.Token(members), useOf: null, CancellationToken.None));

        Assert.AreEqual(ErrorCode.IssuerUnknown, refusal.Code);
        await AssertNobodyCameAsync();
    }

    private async Task AssertRefusedAsync(string code, X509Certificate2 leaf, params X509Certificate2[] brought)
    {
        var authenticator = _site.Authenticator(_site.Check());
        var members = TokenWorkshop.Members(leaf, nonce: await authenticator.ChallengeAsync("a", CancellationToken.None));
        if (brought.Length > 0)
        {
            members["format"] = "web-eid:1.1";
            members["unverifiedIntermediateCertificates"] = brought.Select(c => Convert.ToBase64String(c.RawData)).ToArray();
        }

        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(
            () => authenticator.AuthenticateAsync("a", TokenWorkshop.Token(members), useOf: null, CancellationToken.None));

        Assert.AreEqual(code, refusal.Code);
        await AssertNobodyCameAsync();
    }

    // Our own call is counted, so the server was up and counting: nobody came before it.
    private async Task AssertNobodyCameAsync()
    {
        using var client = new HttpClient();
        using var _ = await client.GetAsync(new Uri(_site.Address, "counted"));

        Assert.AreSequenceEqual(["/counted"], _site.Asked);
    }

    private X509Certificate2 SelfMade(string issuer, ECDsa key, ECDsa issuerKey)
    {
        var request = new CertificateRequest(_site.Pki.Issue(CardPersons.An, Applet.V18).Authentication.SubjectName, key, HashAlgorithmName.SHA384);
        TokenWorkshop.Copy(request, AuthorityInformation, DistributionPoints, AuthorityKeyIdentifier);
        AddAddresses(request);
        using var bare = request.Create(
            new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(issuerKey), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [1]);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>As the model is and by its issuer's name, but for the addresses and whose key signed it.</summary>
    private X509Certificate2 SelfMade(X509Certificate2 model, ECDsa key)
    {
        var request = new CertificateRequest(model.SubjectName, key, HashAlgorithmName.SHA384);
        foreach (var extension in model.Extensions.Where(e => e.Oid!.Value is not (AuthorityInformation or DistributionPoints)))
        {
            request.CertificateExtensions.Add(extension);
        }

        AddAddresses(request);
        using var bare = request.Create(
            model.IssuerName, X509SignatureGenerator.CreateForECDsa(key), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [3]);
        return bare.CopyWithPrivateKey(key);
    }

    private void AddAddresses(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(
            [new Uri(_site.Address, "ocsp/citizen").AbsoluteUri], [new Uri(_site.Address, "crt/citizen.crt").AbsoluteUri]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([new Uri(_site.Address, "crl/citizen8.crl").AbsoluteUri]));
    }
}
