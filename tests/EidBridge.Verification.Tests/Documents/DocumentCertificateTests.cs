using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Documents;
using EidBridge.Verification.Tests.Revocation;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Documents;

/// <summary>Whose key may sign documents: a person's for documents, of a Belgian policy, in date, on a path; and never the key of a login.</summary>
[TestClass]
public sealed class DocumentCertificateTests
{
    private const string KeyUsage = "2.5.29.15";
    private const string Policies = "2.5.29.32";

    private static X509Certificate2 Signing => TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Signature!;

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public async Task CertificateOfALogin_SignsNoDocument_AndOneForDocumentsLogsNobodyIn(Applet applet)
    {
        var card = TokenWorkshop.Pki.Issue(CardPersons.An, applet);

        Assert.AreEqual(ErrorCode.CertificatePurposeWrong, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(card.Authentication)));
        Assert.AreEqual(ErrorCode.CertificatePurposeWrong, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(card.Signature!))));
    }

    [TestMethod]
    public async Task Foreigner_IsSaidToBeOne() => Assert.IsTrue(
        (await DocumentWorkshop.Verifier().VerifyAsync(DocumentWorkshop.Document(TokenWorkshop.Pki.Issue(CardPersons.Maria, Applet.V17).Signature))).IsForeigner);

    [TestMethod]
    [DataRow("2.16.56.10.1.1.2.1", true)]
    [DataRow("2.16.56.10.1.1.7.1", true)]
    [DataRow("2.16.56.12.1.1.2.1", true)]
    [DataRow("2.16.56.13.6.2.2.1000", true)]
    [DataRow("2.16.56.12.1.1.2.2", false, DisplayName = "authentication")]
    [DataRow("2.16.56.12.1.1.4", false, DisplayName = "the register's")]
    [DataRow("2.16.56.9.1.1.2.1", false, DisplayName = "under CA2")]
    public async Task Policy_IsOneForSignatures(string policy, bool taken)
    {
        using var certificate = Like(r => r.CertificateExtensions.Add(PolicyOf(policy)), [Policies]);

        if (taken)
        {
            Assert.IsNotNull(await DocumentWorkshop.Verifier().VerifyAsync(DocumentWorkshop.Document(certificate)));
        }
        else
        {
            await AssertRefusedAsync(ErrorCode.CertificatePolicyWrong, certificate);
        }
    }

    [TestMethod]
    public async Task CertificateWithoutKeyUsage_IsRefused()
    {
        using var certificate = Like(without: [KeyUsage]);

        await AssertRefusedAsync(ErrorCode.CertificatePurposeWrong, certificate);
    }

    [TestMethod]
    [DataRow(-9, -1, ErrorCode.CertificateExpired)]
    [DataRow(1, 9, ErrorCode.CertificateNotYetValid)]
    public async Task CertificateOutOfDate_IsRefused(int from, int until, string code)
    {
        using var certificate = Like(from: from, until: until);

        await AssertRefusedAsync(code, certificate);
    }

    [TestMethod]
    public async Task CertificateSignedWithSha1_OrOfAWeakKey_IsRefused()
    {
        using var old = Like(sha1: true);
        using var curve = Like(curve: ECCurve.NamedCurves.brainpoolP384r1);

        await AssertRefusedAsync(ErrorCode.CertificateInvalid, old);
        await AssertRefusedAsync(ErrorCode.CertificateInvalid, curve);
    }

    [TestMethod]
    public async Task CertificateOfAnotherPki_IsRefused_BeforeItsSignatureIsComputed()
    {
        using var forged = Like(issuer: CardPki.Create(TokenWorkshop.Now).IssuingCa(Applet.V18, foreigner: false));

        Assert.AreEqual(ErrorCode.IssuerUnknown, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(forged, signature: new byte[96])));
    }

    [TestMethod]
    public async Task IssuerThatComesAlong_IsACandidate_AndNothingMore()
    {
        var roots = DocumentWorkshop.Verifier(holdsCas: false);
        var other = CardPki.Create(TokenWorkshop.Now);
        using var forged = Like(issuer: other.IssuingCa(Applet.V18, foreigner: false));

        Assert.IsNotNull(await roots.VerifyAsync(DocumentWorkshop.Document(issuer: TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false))));
        Assert.AreEqual(ErrorCode.IssuerUnknown, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(), DocumentWorkshop.Verifier(holdsCas: false)));
        Assert.AreEqual(
            ErrorCode.IssuerUnknown,
            await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(forged, issuer: other.IssuingCa(Applet.V18, foreigner: false)), roots));
    }

    [TestMethod]
    public async Task AnotherSignerThanWhoLoggedIn_IsRefused()
    {
        var an = TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(), TokenWorkshop.Nonce);

        Assert.IsNotNull(await DocumentWorkshop.Verifier().VerifyAsync(DocumentWorkshop.Document(signer: an)));
        Assert.AreEqual(
            ErrorCode.CertificateMismatch,
            await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(TokenWorkshop.Pki.Issue(CardPersons.Lucie, Applet.V18).Signature, signer: an)));
    }

    [TestMethod]
    public async Task EveryByteOfTheCertificate_Matters()
    {
        var good = DocumentWorkshop.Document();
        var verifier = DocumentWorkshop.Verifier();
        for (var i = 0; i < good.Certificate.Length; i++)
        {
            var spoiled = good.Certificate.ToArray();
            spoiled[i] ^= (byte)(1 << (i % 8));
            var document = new SignedDocument { Certificate = spoiled, Hash = good.Hash, HashFunction = good.HashFunction, Signature = good.Signature };

            await Assert.ThrowsExactlyAsync<EidBridgeException>(() => verifier.VerifyAsync(document));
        }
    }

    [TestMethod]
    [DataRow(X509RevocationReason.KeyCompromise, ErrorCode.CertificateRevoked)]
    [DataRow(X509RevocationReason.CertificateHold, ErrorCode.CertificateSuspended)]
    public async Task RevokedCertificate_IsRefused_WhenTheSiteAsks(X509RevocationReason reason, string code)
    {
        await using var site = await RevocationSite.OpenAsync();
        var certificate = site.Pki.Issue(CardPersons.An, Applet.V18).Signature!;
        var options = new EidVerificationOptions
        {
            Origin = TokenWorkshop.Origin,
            TrustAnchors = [site.Pki.EcRoot],
            IssuingCertificates = [site.Pki.IssuingCa(Applet.V18, foreigner: false)],
        };
        var document = DocumentWorkshop.Document(certificate);

        Assert.IsNotNull(await new DocumentVerifier(options, site.Clock, site.Check()).VerifyAsync(document));
        Assert.AreEqual(1, site.OcspAsked);
        site.Revoked[certificate.SerialNumber] = reason;

        Assert.AreEqual(code, await DocumentWorkshop.RefusalOfAsync(document, new DocumentVerifier(options, site.Clock, site.Check())));
        Assert.IsNotNull(await new DocumentVerifier(options, site.Clock).VerifyAsync(document));
    }

    private static async Task AssertRefusedAsync(string code, X509Certificate2 certificate) =>
        Assert.AreEqual(code, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(certificate)));

    /// <summary>A certificate as the card's for documents is, with one thing done differently.</summary>
    private static X509Certificate2 Like(
        Action<CertificateRequest>? fill = null, string[]? without = null, X509Certificate2? issuer = null, int from = -1, int until = 1,
        bool sha1 = false, ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(Signing.SubjectName, key, HashAlgorithmName.SHA384);
        foreach (var extension in Signing.Extensions.Where(e => without?.Contains(e.Oid!.Value, StringComparer.Ordinal) != true))
        {
            request.CertificateExtensions.Add(extension);
        }

        fill?.Invoke(request);
        issuer ??= TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        var ca = issuer.GetECDsaPrivateKey()!;
        using var bare = request.Create(
            issuer.SubjectName, sha1 ? new Sha1Signer(ca) : X509SignatureGenerator.CreateForECDsa(ca), TokenWorkshop.Now.AddDays(from), TokenWorkshop.Now.AddDays(until), [0x10, 9]);
        return bare.CopyWithPrivateKey(key);
    }

    private static X509Extension PolicyOf(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }

        return new X509Extension(Policies, writer.Encode(), critical: false);
    }
}
