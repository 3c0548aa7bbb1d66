using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Documents;

/// <summary>The signature over the site's own hash: eight functions, two kinds of key.</summary>
[TestClass]
public sealed class DocumentSignatureTests
{
    public static IEnumerable<object[]> Functions =>
        from function in HashFunction.All
        from applet in (Applet[])[Applet.V17, Applet.V18]
        select (object[])[function, applet];

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public async Task HashOfEveryFunction_IsSigned(string function, Applet applet)
    {
        var document = DocumentWorkshop.Document(
            TokenWorkshop.Pki.Issue(CardPersons.An, applet).Signature, function,
            algorithm: applet == Applet.V18 ? new("ECC", function, "NONE") : new("RSA", function, "PKCS1.5"));

        var signed = await DocumentWorkshop.Verifier().VerifyAsync(document);

        Assert.AreEqual(
            (CardPersons.An.NationalNumber, CardPersons.An.GivenNames, CardPersons.An.Surname, false, TokenWorkshop.Now),
            (signed.NationalNumber, signed.GivenNames, signed.Surname, signed.IsForeigner, signed.VerifiedAt));
        Assert.AreEqual(Convert.ToHexString(SHA256.HashData(document.Certificate.Span)), signed.CertificateFingerprint);
        Assert.AreEqual("(verified signature)", signed.ToString());
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public async Task AnotherHash_IsRefused(string function, Applet applet)
    {
        var certificate = TokenWorkshop.Pki.Issue(CardPersons.An, applet).Signature!;
        var other = DocumentWorkshop.HashOf(function);
        other[0] ^= 1;

        Assert.AreEqual(
            ErrorCode.SignatureInvalid,
            await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(
                certificate, function, other, DocumentWorkshop.Sign(certificate, function, DocumentWorkshop.HashOf(function)))));
    }

    [TestMethod]
    [DataRow("SHA-256", "SHA3-256")]
    [DataRow("SHA-224", "SHA3-224")]
    [DataRow("SHA3-384", "SHA-384")]
    [DataRow("SHA-512", "SHA3-512")]
    public async Task RsaSignatureOfAnotherFunctionOfTheSameLength_IsRefused(string asked, string signed)
    {
        var certificate = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Signature!;
        var hash = DocumentWorkshop.HashOf(asked);

        Assert.AreEqual(
            ErrorCode.SignatureInvalid,
            await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(certificate, asked, hash, DocumentWorkshop.Sign(certificate, signed, hash))));
    }

    [TestMethod]
    [DataRow("ECC", "SHA-256", "NONE", DisplayName = "another function than was asked for")]
    [DataRow("RSA", "SHA-384", "PKCS1.5", DisplayName = "another key than the certificate's")]
    [DataRow("ECC", "SHA-384", "PSS")]
    [DataRow("ecc", "SHA-384", "NONE")]
    public async Task AnswerThatContradictsTheKeyOrTheQuestion_IsRefused(string crypto, string hash, string padding) => Assert.AreEqual(
        ErrorCode.AlgorithmUnsupported, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(algorithm: new(crypto, hash, padding))));

    [TestMethod]
    public async Task EcdsaInDer_OrOfAnotherWidth_OrOfZeros_IsRefused()
    {
        var certificate = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Signature!;
        var hash = DocumentWorkshop.HashOf(DocumentWorkshop.Hash);
        var raw = DocumentWorkshop.Sign(certificate, DocumentWorkshop.Hash, hash);
        using var key = certificate.GetECDsaPrivateKey()!;

        foreach (var signature in (byte[][])[key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence), raw[..^1], [.. raw, 0], new byte[96], new byte[95], []])
        {
            Assert.AreEqual(ErrorCode.SignatureInvalid, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(signature: signature)));
        }
    }

    [TestMethod]
    public async Task RsaWithAPaddingThatIsNotTheOne_IsRefused()
    {
        var certificate = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Signature!;
        using var key = certificate.GetRSAPrivateKey()!;
        var hash = DocumentWorkshop.HashOf(DocumentWorkshop.Hash);
        var info = HashFunction.ToDigestInfo(DocumentWorkshop.Hash, hash);
        var right = RawRsa.Sign(key, info);
        byte[] shortPadding = [0, 1, .. Enumerable.Repeat((byte)0xFF, 8), 0, .. info, .. new byte[256 - 11 - info.Length]];
        byte[] otherType = [0, 2, .. Enumerable.Repeat((byte)0xFF, 256 - 3 - info.Length), 0, .. info];

        foreach (var signature in (byte[][])
        [
            RawRsa.Power(key, shortPadding), RawRsa.Power(key, otherType), key.SignHash(hash, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            right[..^1], [.. right, 0], [0, .. right], new byte[256], [],
        ])
        {
            Assert.AreEqual(ErrorCode.SignatureInvalid, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(certificate, signature: signature)));
        }
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public async Task EveryByteOfTheSignature_Matters(Applet applet)
    {
        var certificate = TokenWorkshop.Pki.Issue(CardPersons.An, applet).Signature!;
        var good = DocumentWorkshop.Document(certificate).Signature.ToArray();
        var verifier = DocumentWorkshop.Verifier();

        for (var i = 0; i < good.Length; i++)
        {
            var spoiled = good.ToArray();
            spoiled[i] ^= (byte)(1 << (i % 8));
            Assert.AreEqual(ErrorCode.SignatureInvalid, await DocumentWorkshop.RefusalOfAsync(DocumentWorkshop.Document(certificate, signature: spoiled), verifier));
        }
    }

    [TestMethod]
    [DataRow("SHA-384", 32)]
    [DataRow("SHA-384", 0)]
    [DataRow("SHA-1", 20)]
    [DataRow("", 0)]
    [DataRow("sha-384", 48)]
    public async Task HashThatTheFunctionCannotHaveMade_IsABugOfTheSite(string function, int length) => await Assert.ThrowsExactlyAsync<ArgumentException>(
        () => DocumentWorkshop.Verifier().VerifyAsync(DocumentWorkshop.Document(function: function, hash: new byte[length], signature: new byte[96])));
}
