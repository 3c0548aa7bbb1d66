using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T3: what was signed, by whom, for whom, and in which form.</summary>
[TestClass]
public sealed class T3SignatureTests
{
    [TestMethod]
    [DataRow(Applet.V18, "ES384")]
    [DataRow(Applet.V17, "RS256")]
    public void RightSignature_IsAccepted(Applet applet, string algorithm)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);

        Assert.AreEqual(algorithm, members["algorithm"]);
        Assert.AreEqual(TokenWorkshop.Nonce, TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    public void SecondOfTwoNonces_IsTheOneThatComesBack()
    {
        var eid = TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(), ChallengeNonce.Create(), TokenWorkshop.Nonce);

        Assert.AreEqual(TokenWorkshop.Nonce, eid.ChallengeNonce);
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void NonceWhoseLastDigitDiffers_IsRefused(Applet applet) =>
        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(applet), nonce: TokenWorkshop.Nonce[..^2] + "8="));

    [TestMethod]
    public void EmptyNonce_IsRefused() =>
        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(), nonce: string.Empty));

    [TestMethod]
    public void NoNonceAtAll_IsRefused() =>
        Assert.AreEqual(ErrorCode.SignatureInvalid, Assert.ThrowsExactly<EidBridgeException>(() => TokenWorkshop.Verifier().Verify(TokenWorkshop.Token())).Code);

    [TestMethod]
    [DataRow("https://portal.example.evil")]
    [DataRow("https://portal.example:8443")]
    [DataRow("https://portal.example/")]
    [DataRow("https://PORTAL.example")]
    [DataRow("http://localhost:5080")]
    public void OtherOrigin_IsRefused(string origin)
    {
        var token = TokenWorkshop.Token(TokenWorkshop.Members(CardPersons.An, Applet.V18, origin));

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(token));
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void CertificateOfAnotherKey_IsRefused(Applet applet)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        members["unverifiedCertificate"] = TokenWorkshop.Members(CardPersons.Lucie, applet)["unverifiedCertificate"];

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void EcdsaInDer_IsRefused() => AssertRefused(
        Applet.V18, data => Key().SignData(data, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));

    [TestMethod]
    [DataRow(95)]
    [DataRow(97)]
    [DataRow(64)]
    [DataRow(132)]
    public void EcdsaOfAnotherWidth_IsRefused(int width) => AssertRefused(Applet.V18, data =>
    {
        var signature = Key().SignData(data, HashAlgorithmName.SHA384);
        return [.. signature.Take(width), .. new byte[Math.Max(0, width - signature.Length)]];
    });

    [TestMethod]
    public void EcdsaWhoseHalvesHaveAZeroMoreBefore_IsRefused() => AssertRefused(Applet.V18, data =>
    {
        var signature = Key().SignData(data, HashAlgorithmName.SHA384);
        return [0, .. signature.AsSpan(0, 48), 0, .. signature.AsSpan(48)];
    });

    [TestMethod]
    public void EcdsaOfZeros_IsRefused() => AssertRefused(Applet.V18, _ => new byte[96]);

    [TestMethod]
    public void EcdsaOverAnotherHash_IsRefused() => AssertRefused(Applet.V18, data => Key().SignData(data, HashAlgorithmName.SHA256));

    [TestMethod]
    public void RsaPss_IsRefused() => AssertRefused(
        Applet.V17, data => RsaKey().SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

    [TestMethod]
    public void RsaOverAnotherHash_IsRefused() => AssertRefused(
        Applet.V17, data => RsaKey().SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));

    [TestMethod]
    [DataRow(255)]
    [DataRow(257)]
    [DataRow(1)]
    public void RsaOfAnotherWidth_IsRefused(int width) => AssertRefused(Applet.V17, data =>
    {
        var signature = RsaKey().SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return [.. signature.Take(width), .. new byte[Math.Max(0, width - signature.Length)]];
    });

    private static ECDsa Key() => TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.GetECDsaPrivateKey()!;

    private static RSA RsaKey() => TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Authentication.GetRSAPrivateKey()!;

    private static void AssertRefused(Applet applet, Func<byte[], byte[]> sign)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        members["signature"] = Convert.ToBase64String(sign(SignedBytes.Compute((string)members["algorithm"]!, TokenWorkshop.Origin, TokenWorkshop.Nonce)));

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }
}
