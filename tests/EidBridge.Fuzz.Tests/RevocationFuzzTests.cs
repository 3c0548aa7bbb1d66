using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Testing;
using EidBridge.Verification;
using EidBridge.Verification.Revocation;
using EidBridge.Verification.Tests;
using EidBridge.VirtualCard;

namespace EidBridge.Fuzz.Tests;

/// <summary>What a responder, or whoever stands in its way, can answer.</summary>
[TestClass]
public sealed class RevocationFuzzTests
{
    private static readonly OcspAnswerRules Rules = new(new RevocationOptions());
    private static readonly X509Certificate2 Leaf = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication;
    private static readonly X509Certificate2 Ca = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
    private static readonly X509Certificate2 Responder = TokenWorkshop.Pki.Responder(Applet.V18, foreigner: false);
    private static readonly IssuingCa Issuer = IssuingCa.Read(Ca.RawDataMemory)!;
    private static readonly OcspRequest Request = new(new CertificateId(CertificateFields.Parse(Leaf.RawDataMemory), Issuer.Certificate));
    private static readonly byte[] Revoked = Answer(0).Make();

    [TestMethod]
    public void AnswerSpoiledOnItsWay_ProvesNothing_OrWhatTheRightOneDid() => FuzzRun.Play([Revoked, Answer(0, byCa: true).Make()], input =>
    {
        if (Judge(input) is { } answer)
        {
            Assert.AreEqual(RevocationStatus.Revoked, answer.Status, "a wrong accept");
        }
    });

    [TestMethod]
    public void AnswerThatTheResponderSpoiledItself_IsReadOrRefusedWithACode() => FuzzRun.Play(mutator =>
    {
        var forge = Answer(mutator.Next(2) == 0 ? null : 6, byCa: mutator.Next(2) == 0);
        var signed = Array.Empty<byte>();
        forge.Rewrite = data => signed = Wrap(mutator.Spoil(data.AsSpan(data[1] switch { 0x82 => 4, 0x81 => 3, _ => 2 })));
        var made = forge.Make();
        var policy = mutator.Next(2) == 0 ? OcspNoncePolicy.Required : OcspNoncePolicy.IfPresent;
        if (Judge(made, policy) is { } answer)
        {
            Assert.IsTrue(signed.AsSpan().IndexOf(Leaf.SerialNumberBytes.Span) >= 0, "about another certificate");
            Assert.IsTrue(policy == OcspNoncePolicy.IfPresent || signed.AsSpan().IndexOf(Request.Nonce) >= 0, $"another nonce: {Convert.ToHexString(signed)}");
            Assert.IsTrue(answer.FreshUntil <= TokenWorkshop.Now + new RevocationOptions().AnswerLifetime, "fresh for too long");
        }
    });

    [TestMethod]
    public void ListSpoiledOnItsWay_ProvesNothing() => FuzzRun.Play([List()], input =>
    {
        try
        {
            var list = RevocationList.Parse(input, Issuer);
            Assert.AreEqual(RevocationStatus.Revoked, list.StatusOf(Leaf.SerialNumberBytes.Span), "a wrong accept");
        }
        catch (EidBridgeException e)
        {
            Assert.AreEqual(ErrorCode.RevocationUnavailable, e.Code);
        }
    });

    // A SEQUENCE of whatever is inside.
    private static byte[] Wrap(byte[] content) => content.Length switch
    {
        < 0x80 => [0x30, (byte)content.Length, .. content],
        < 0x100 => [0x30, 0x81, (byte)content.Length, .. content],
        _ => [0x30, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };

    private static RevocationAnswer? Judge(byte[] answer, OcspNoncePolicy policy = OcspNoncePolicy.IfPresent)
    {
        try
        {
            return Rules.Judge(answer, Request, Issuer, policy, TokenWorkshop.Now).Answer;
        }
        catch (EidBridgeException e)
        {
            Assert.AreEqual(ErrorCode.RevocationUnavailable, e.Code);
            return null;
        }
    }

    private static OcspForge Answer(int? revoked, bool byCa = false) => new()
    {
        Issuer = Ca,
        SerialNumber = Leaf.SerialNumberBytes.ToArray(),
        Signer = byCa ? Ca : Responder,
        Certificates = byCa ? [] : [Responder],
        ThisUpdate = TokenWorkshop.Now.AddMinutes(-1),
        NextUpdate = TokenWorkshop.Now.AddHours(1),
        Nonce = Request.Nonce,
        Revoked = revoked,
    };

    private static byte[] List()
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(Leaf.SerialNumberBytes.Span, TokenWorkshop.Now, X509RevocationReason.KeyCompromise);
        return builder.Build(Ca, 1, TokenWorkshop.Now.AddHours(1), System.Security.Cryptography.HashAlgorithmName.SHA384, rsaSignaturePadding: null, TokenWorkshop.Now);
    }
}
