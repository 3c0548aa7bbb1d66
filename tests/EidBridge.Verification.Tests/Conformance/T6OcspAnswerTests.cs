using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T6 and T7: which OCSP answers are believed. Each answer here is right but for one thing.</summary>
[TestClass]
public sealed class T6OcspAnswerTests
{
    private static readonly RevocationOptions Options = new();
    private static readonly X509Certificate2 Ca = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
    private static readonly X509Certificate2 Leaf = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication;
    private static readonly IssuingCa Issuer = IssuingCa.Read(Ca.RawDataMemory)!;

    private readonly OcspRequest _request = new(new CertificateId(CertificateFields.Parse(Leaf.RawDataMemory), Issuer.Certificate));

    private static DateTimeOffset Now => TokenWorkshop.Now;

    private static IEnumerable<object[]> Faults =>
    [
        ["about another certificate", (Action<OcspForge>)(f => f.SerialNumber[^1] ^= 1)],
        ["about another certificate", (Action<OcspForge>)(f => f.SpoilsName = true)],
        ["about another certificate", (Action<OcspForge>)(f => f.SpoilsKey = true)],
        ["about another certificate", (Action<OcspForge>)(f => f.BySha256 = true)],
        ["about another certificate", (Action<OcspForge>)(f => f.Issuer = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: true))],
        ["more than one answer", (Action<OcspForge>)(f => f.Answers = 2)],
        ["the responder gave no answer", (Action<OcspForge>)(f => f.ResponseStatus = 3)],
        ["the responder gave no answer", (Action<OcspForge>)(f => f.ResponseStatus = 6)],
        ["not a basic answer", (Action<OcspForge>)(f => f.ResponseType = "1.3.6.1.5.5.7.48.1.9")],
        ["the responder's signature is wrong", (Action<OcspForge>)(f => f.SpoilsSignature = true)],
        ["the responder's signature is wrong", (Action<OcspForge>)(f => f.Hash = HashAlgorithmName.SHA1)],
        ["the answer names no responder that it brings", (Action<OcspForge>)(f => f.Certificates = [])],
        ["the answer names no responder that it brings", (Action<OcspForge>)(f => f.Certificates = [Leaf])],
        ["the responder is not of the card's CA", (Action<OcspForge>)(f => SignBy(f, TokenWorkshop.Pki.Responder(Applet.V18, foreigner: true)))],
        ["the responder is not of the card's CA", (Action<OcspForge>)(f => SignBy(f, Responder(TokenWorkshop.Pki.Root(Applet.V18))))],
        ["the responder is not of the card's CA", (Action<OcspForge>)(f => SignBy(f, Responder(CardPki.Create(Now).IssuingCa(Applet.V18, foreigner: false))))],
        ["the responder is not of the card's CA", (Action<OcspForge>)(f => SignBy(f, TokenWorkshop.Pki.Root(Applet.V18)))],
        ["the certificate is no responder's", (Action<OcspForge>)(f => SignBy(f, Responder(Ca, usage: "1.3.6.1.5.5.7.3.2")))],
        ["the certificate is no responder's", (Action<OcspForge>)(f => SignBy(f, Leaf))],
        ["the certificate is no responder's", (Action<OcspForge>)(f => SignBy(f, Responder(Ca, usage: "2.5.29.37.0")))],
        ["the responder's certificate is out of date", (Action<OcspForge>)(f => SignBy(f, Responder(Ca, from: -9, until: -1)))],
        ["the responder's certificate is out of date", (Action<OcspForge>)(f => SignBy(f, Responder(Ca, from: 1, until: 9)))],
        ["the responder's certificate is refused", (Action<OcspForge>)(f => SignBy(f, Responder(Ca, critical: true)))],
        ["another nonce", (Action<OcspForge>)(f => f.Nonce = new byte[32])],
        ["another nonce", (Action<OcspForge>)(f => f.Nonce = [])],
        ["two nonces", (Action<OcspForge>)(f => f.SecondNonce = f.Nonce)],
        ["an old answer without a nonce", (Action<OcspForge>)(f => (f.Nonce, f.ThisUpdate) = (null, Now.AddHours(-13)))],
        ["an old answer", (Action<OcspForge>)(f => (f.ThisUpdate, f.NextUpdate) = (Now.AddHours(-25), null))],
        ["an old answer", (Action<OcspForge>)(f => (f.ThisUpdate, f.NextUpdate) = (Now.AddHours(-25), Now.AddDays(7)))],
        ["an answer of the future", (Action<OcspForge>)(f => f.ThisUpdate = Now.AddMinutes(6))],
        ["an answer that has ended", (Action<OcspForge>)(f => (f.ThisUpdate, f.NextUpdate) = (Now.AddHours(-1), Now.AddMinutes(-6)))],
        ["an answer that ends before it begins", (Action<OcspForge>)(f => f.NextUpdate = f.ThisUpdate.AddMinutes(-1))],
        ["a critical extension that is not known", (Action<OcspForge>)(f => f.HasCriticalExtension = true)],
    ];

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void SpoiledAnswer_ProvesNothing(string reason, Delegate spoil)
    {
        var forge = Good();
        ((Action<OcspForge>)spoil)(forge);

        var refusal = Assert.ThrowsExactly<EidBridgeException>(() => Judge(forge.Make()));

        Assert.AreEqual(ErrorCode.RevocationUnavailable, refusal.Code);
        Assert.AreEqual(reason, refusal.Detail);
    }

    [TestMethod]
    [DataRow(null, RevocationStatus.Good)]
    [DataRow(-1, RevocationStatus.Unknown)]
    [DataRow(-2, RevocationStatus.RevokedWithoutReason)]
    [DataRow(0, RevocationStatus.Revoked)]
    [DataRow(1, RevocationStatus.Revoked)]
    [DataRow(6, RevocationStatus.Suspended)]
    public void Status_IsTold(int? reason, object status)
    {
        var forge = Good();
        forge.Revoked = reason;

        Assert.AreEqual((RevocationStatus)status, Judge(forge.Make()).Status);
    }

    [TestMethod]
    public void AnswerOfTheCaItself_IsBelieved()
    {
        var forge = Good();
        (forge.Signer, forge.Certificates) = (Ca, []);

        Assert.AreEqual(RevocationStatus.Good, Judge(forge.Make()).Status);
    }

    [TestMethod]
    public void ResponderNamedByItsKey_IsBelieved()
    {
        var forge = Good();
        forge.ByKey = true;

        Assert.AreEqual(RevocationStatus.Good, Judge(forge.Make()).Status);
    }

    [TestMethod]
    public void SecondCertificate_IsOfNoMatter()
    {
        var forge = Good();
        forge.Certificates = [TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: true), .. forge.Certificates];

        Assert.AreEqual(RevocationStatus.Good, Judge(forge.Make()).Status);
    }

    [TestMethod]
    public void ResponderWithANewCertificate_MayBringTheOneBefore_UnderTheSameName()
    {
        using var before = Responder(Ca, from: -9, until: -1);
        using var now = Responder(Ca);
        var forge = Good();
        (forge.Signer, forge.Certificates) = (now, [before, now]);

        Assert.AreEqual(RevocationStatus.Good, Judge(forge.Make()).Status);
        forge.Signer = before;
        Assert.AreEqual("the responder's certificate is out of date", Assert.ThrowsExactly<EidBridgeException>(() => Judge(forge.Make())).Detail);
    }

    [TestMethod]
    public void ClocksThatDifferByLessThanTheSkew_AreNoFault()
    {
        var early = Good();
        early.ThisUpdate = Now.AddMinutes(4);
        var late = Good();
        (late.ThisUpdate, late.NextUpdate) = (Now.AddHours(-1), Now.AddMinutes(-4));

        Assert.AreEqual(RevocationStatus.Good, Judge(early.Make()).Status);
        Assert.AreEqual(RevocationStatus.Good, Judge(late.Make()).Status);
    }

    [TestMethod]
    public void AnswerOfADay_WithOurNonceAndNoEnd_IsBelieved()
    {
        var forge = Good();
        (forge.ThisUpdate, forge.NextUpdate) = (Now.AddHours(-23), null);

        Assert.AreEqual(RevocationStatus.Good, Judge(forge.Make()).Status);
    }

    [TestMethod]
    public void AnswerWithoutANonce_IsTakenOrRefusedAsThePolicySays()
    {
        var forge = Good();
        forge.Nonce = null;
        var answer = forge.Make();

        Assert.AreEqual(RevocationStatus.Good, Judge(answer).Status);
        Assert.AreEqual("no nonce", Assert.ThrowsExactly<EidBridgeException>(() => Judge(answer, OcspNoncePolicy.Required)).Detail);
    }

    [TestMethod]
    public void Answer_IsFreshUntilItsOwnEndAtMost()
    {
        var soon = Good();
        soon.NextUpdate = Now.AddMinutes(2);

        Assert.AreEqual(Now.AddMinutes(2), Judge(soon.Make()).FreshUntil);
        Assert.AreEqual(Now + Options.AnswerLifetime, Judge(Good().Make()).FreshUntil);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("30")]
    [DataRow("3003020101")]
    [DataRow("30030A0100")]
    [DataRow("30050A01000500")]
    [DataRow("3C68746D6C3E")]
    public void Garbage_ProvesNothing(string hex) =>
        Assert.AreEqual(ErrorCode.RevocationUnavailable, Assert.ThrowsExactly<EidBridgeException>(() => Judge(Convert.FromHexString(hex))).Code);

    [TestMethod]
    public void BytesAfterTheAnswer_ProveNothing() =>
        Assert.AreEqual(ErrorCode.RevocationUnavailable, Assert.ThrowsExactly<EidBridgeException>(() => Judge([.. Good().Make(), 0])).Code);

    /// <summary>The only bytes without a say are those inside a certificate that nobody needed; its tag and length hold the answer together.</summary>
    [TestMethod]
    [DataRow(0x01)]
    [DataRow(0x20)]
    [DataRow(0x80)]
    public void EveryByteOfAnAnswerFlipped_IsRefused_SaveInsideACertificateNobodyNeeded(int flip)
    {
        var unused = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: true);
        var forge = Good();
        forge.Certificates = [.. forge.Certificates, unused];
        var good = forge.Make();
        var expected = Judge(good);
        var start = good.AsSpan().IndexOf(unused.RawData);
        var changesNothing = new List<int>();

        for (var i = 0; i < good.Length; i++)
        {
            var answer = good.ToArray();
            answer[i] ^= (byte)flip;
            try
            {
                Assert.AreEqual(expected, Judge(answer), $"byte {i}");
                changesNothing.Add(i);
            }
            catch (EidBridgeException e)
            {
                Assert.AreEqual(ErrorCode.RevocationUnavailable, e.Code, $"byte {i}");
            }
        }

        // After tag and length (4 bytes), all of it.
        Assert.IsTrue(changesNothing.TrueForAll(i => i >= start && i < start + unused.RawData.Length), string.Join(' ', changesNothing));
        Assert.IsGreaterThan(unused.RawData.Length - 10, changesNothing.Count);
    }

    private OcspForge Good() => new()
    {
        Issuer = Ca,
        SerialNumber = Leaf.SerialNumberBytes.ToArray(),
        Signer = TokenWorkshop.Pki.Responder(Applet.V18, foreigner: false),
        Certificates = [TokenWorkshop.Pki.Responder(Applet.V18, foreigner: false)],
        ThisUpdate = Now.AddMinutes(-1),
        NextUpdate = Now.AddHours(1),
        Nonce = _request.Nonce,
    };

    private RevocationAnswer Judge(byte[] answer, OcspNoncePolicy policy = OcspNoncePolicy.IfPresent) =>
        new OcspAnswerRules(Options).Judge(answer, _request, Issuer, policy, Now).Answer;

    private static void SignBy(OcspForge forge, X509Certificate2 signer) => (forge.Signer, forge.Certificates) = (signer, [signer]);

    private static X509Certificate2 Responder(X509Certificate2 issuer, string usage = "1.3.6.1.5.5.7.3.9", int from = -1, int until = 1, bool critical = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=OCSP responder, C=BE", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (critical)
        {
            request.CertificateExtensions.Add(new X509Extension("1.2.3.4", [0x05, 0x00], critical: true));
        }

        using var bare = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), Now.AddDays(from), Now.AddDays(until), [0x10, 7]);
        return bare.CopyWithPrivateKey(key);
    }
}
