using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Identity;
using EidBridge.Verification.Tests.Revocation;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Identity;

/// <summary>Whose signature over the files counts: the National Register's, under a pinned root.</summary>
[TestClass]
public sealed class RegisterCertificateTests
{
    private const string KeyUsage = "2.5.29.15";
    private const string Policies = "2.5.29.32";
    private const string AuthorityKeyId = "2.5.29.35";

    [TestMethod]
    public async Task CertificateUnderTheRoot_IsTaken()
    {
        using var register = IdentityWorkshop.Register();

        Assert.IsNotNull(await VerifyAsync(register));
    }

    [TestMethod]
    public async Task CertificateUnderACaThatIsHeld_IsTaken_AndUnderAnotherIsNot()
    {
        var ca = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        using var register = IdentityWorkshop.Register(
            r => r.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(ca.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single())),
            [AuthorityKeyId],
            ca);
        var holding = new IdentityVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [TokenWorkshop.Pki.EcRoot], IssuingCertificates = [ca] },
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TokenWorkshop.Now));

        Assert.IsNotNull(await VerifyAsync(register, holding));
        await AssertRefusedAsync(ErrorCode.IssuerUnknown, register);
    }

    [TestMethod]
    [DataRow("2.16.56.10.1.1.4", true)]
    [DataRow("2.16.56.12.1.1.4", true)]
    [DataRow("2.16.56.13.6.0.1", true)]
    [DataRow("2.16.56.12.1.1.2.2", false, DisplayName = "a citizen's")]
    [DataRow("2.16.56.9.1.1.4", false, DisplayName = "the register's under CA2")]
    [DataRow("2.16.56.12.1.1.4.1", false)]
    public async Task Policy_IsTheRegistersOfAGenerationThatIsTrusted(string policy, bool taken)
    {
        using var register = IdentityWorkshop.Register(r => r.CertificateExtensions.Add(PolicyOf(policy)), [Policies]);

        if (taken)
        {
            Assert.IsNotNull(await VerifyAsync(register));
        }
        else
        {
            await AssertRefusedAsync(ErrorCode.CertificatePolicyWrong, register);
        }
    }

    [TestMethod]
    public async Task CertificateWithoutPolicyOrKeyUsage_IsRefused()
    {
        using var unnamed = IdentityWorkshop.Register(without: [Policies]);
        using var unused = IdentityWorkshop.Register(without: [KeyUsage]);

        await AssertRefusedAsync(ErrorCode.CertificatePolicyWrong, unnamed);
        await AssertRefusedAsync(ErrorCode.CertificatePurposeWrong, unused);
    }

    [TestMethod]
    public async Task CaOfPersons_IsNoRegister() =>
        await AssertRefusedAsync(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false));

    [TestMethod]
    public async Task CertificatesOfACard_AreNoRegisters()
    {
        var card = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18);

        await AssertRefusedAsync(ErrorCode.CertificatePolicyWrong, card.Authentication);
        await AssertRefusedAsync(ErrorCode.CertificatePolicyWrong, card.Signature!);
    }

    [TestMethod]
    [DataRow(-9, -1, ErrorCode.CertificateExpired)]
    [DataRow(1, 9, ErrorCode.CertificateNotYetValid)]
    public async Task CertificateOutOfDate_IsRefused(int from, int until, string code)
    {
        using var register = IdentityWorkshop.Register(from: from, until: until);

        await AssertRefusedAsync(code, register);
    }

    [TestMethod]
    public async Task RegisterOfAnotherPki_IsRefused()
    {
        var other = CardPki.Create(TokenWorkshop.Now);
        using var forged = IdentityWorkshop.Register(issuer: other.Root(Applet.V18));

        await AssertRefusedAsync(ErrorCode.IssuerUnknown, forged);
        Assert.AreEqual(ErrorCode.IssuerUnknown, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.Files(CardPersons.An, Applet.V17, other)));
    }

    [TestMethod]
    public async Task CertificateSignedWithSha1_IsRefused()
    {
        using var register = IdentityWorkshop.Register(sha1: true);

        await AssertRefusedAsync(ErrorCode.CertificateInvalid, register);
    }

    [TestMethod]
    public async Task UnknownCriticalExtension_IsRefused()
    {
        using var register = IdentityWorkshop.Register(r => r.CertificateExtensions.Add(new X509Extension("1.2.3.4", [0x05, 0x00], critical: true)));

        await AssertRefusedAsync(ErrorCode.CertificateInvalid, register);
    }

    [TestMethod]
    public async Task CertificateThatIsNone_IsRefused()
    {
        var files = IdentityWorkshop.Files(CardPersons.An, Applet.V18);

        Assert.AreEqual(ErrorCode.CertificateInvalid, await IdentityWorkshop.RefusalOfAsync(files with { RegisterCertificate = [0x30, 0x00] }));
        Assert.AreEqual(ErrorCode.CertificateInvalid, await IdentityWorkshop.RefusalOfAsync(files with { RegisterCertificate = [.. files.RegisterCertificate, 0] }));
    }

    [TestMethod]
    public async Task RootThatHasEnded_VouchesForNobody()
    {
        using var register = IdentityWorkshop.Register(until: 8000);
        var files = IdentityWorkshop.WithTag(IdentityWorkshop.Files(CardPersons.An, Applet.V18), register, 0x04, "31.12.2099");
        var end = new DateTimeOffset(TokenWorkshop.Pki.EcRoot.NotAfter);

        Assert.IsNotNull(await IdentityWorkshop.Verifier(end.AddSeconds(-1)).VerifyAsync(files, IdentityWorkshop.Holder(CardPersons.An)));
        Assert.AreEqual(ErrorCode.CertificateInvalid, await IdentityWorkshop.RefusalOfAsync(files, verifier: IdentityWorkshop.Verifier(end.AddSeconds(1))));
    }

    [TestMethod]
    public async Task RevokedRegister_IsRefused_AndItsRootsListIsAsked()
    {
        await using var site = await RevocationSite.OpenAsync();
        var verifier = new IdentityVerifier(new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [site.Pki.EcRoot] }, site.Clock, site.Check());
        var files = IdentityWorkshop.Files(CardPersons.An, Applet.V18, site.Pki);
        var holder = IdentityWorkshop.Holder(CardPersons.An);

        Assert.IsNotNull(await verifier.VerifyAsync(files, holder));
        Assert.AreSequenceEqual(["/crl/root8.crl"], site.Asked);

        site.Revoked[site.Pki.NationalRegister(Applet.V18).SerialNumber] = X509RevocationReason.KeyCompromise;
        var later = new IdentityVerifier(new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [site.Pki.EcRoot] }, site.Clock, site.Check());
        Assert.AreEqual(ErrorCode.CertificateRevoked, await IdentityWorkshop.RefusalOfAsync(files, holder, later));
    }

    private static Task<VerifiedIdentity> VerifyAsync(X509Certificate2 register, IdentityVerifier? verifier = null) => (verifier ?? IdentityWorkshop.Verifier()).VerifyAsync(
        IdentityWorkshop.Sign(IdentityWorkshop.Files(CardPersons.An, Applet.V18), register), IdentityWorkshop.Holder(CardPersons.An));

    private static async Task AssertRefusedAsync(string code, X509Certificate2 register) => Assert.AreEqual(
        code, await IdentityWorkshop.RefusalOfAsync(IdentityWorkshop.Sign(IdentityWorkshop.Files(CardPersons.An, Applet.V18), register)));

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
