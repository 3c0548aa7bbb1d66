using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>Both keys, both applets, every hash function; and the certificates beside the one for a login.</summary>
[TestClass]
public sealed class SigningTests
{
    private static readonly (string Name, int Length)[] Functions =
    [
        ("SHA224", 28), ("SHA256", 32), ("SHA384", 48), ("SHA512", 64), ("SHA3-224", 28), ("SHA3-256", 32), ("SHA3-384", 48), ("SHA3-512", 64),
    ];

    private readonly FakePcsc _pcsc = new();

    public static IEnumerable<object[]> Signatures =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from key in (CardKey[])[CardKey.Authentication, CardKey.Signing]
        from function in Functions
        select (object[])[applet, key, function.Name, function.Length];

    [TestMethod]
    [DynamicData(nameof(Signatures))]
    public void EveryHash_IsSignedByEachKey_WithOneVerify(Applet applet, CardKey key, string function, int length)
    {
        var content = TestCards.Pki.Issue(CardPersons.An, applet);
        using var card = Open(applet);
        card.ReadCertificate(key == CardKey.Signing ? CardCertificate.Signing : CardCertificate.Authentication);
        var before = _pcsc.Sent.Count;
        using var pin = TestCards.Pin();
        var hash = TestCards.Hash(new HashAlgorithmName(function), length);

        var result = Assert.IsInstanceOfType<SigningResult.Signed>(card.Sign(key, pin, hash, CancellationToken.None));

        Assert.IsTrue(Verifies(key == CardKey.Signing ? content.Signature! : content.Authentication, hash, result.Signature));
        CollectionAssert.AreEqual((string[])["0022", "0020", "002A", "00C0", "80E6"], _pcsc.Sent.Skip(before).Select(s => s[..4]).ToArray());
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void SecondSignature_AsksForThePinAgain(Applet applet)
    {
        using var card = Open(applet);
        card.ReadCertificate(CardCertificate.Signing);
        using var pin = TestCards.Pin();
        SigningResult Sign() => card.Sign(CardKey.Signing, pin, TestCards.Hash(applet), CancellationToken.None);

        Assert.IsInstanceOfType<SigningResult.Signed>(Sign());
        Assert.IsInstanceOfType<SigningResult.Signed>(Sign());

        Assert.AreEqual(2, _pcsc.Sent.Count(s => s.StartsWith("00200001", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void EveryCertificate_IsReadWhole(Applet applet)
    {
        using var card = Open(applet);
        var content = TestCards.Pki.Issue(CardPersons.An, applet);

        CollectionAssert.AreEqual(content.Signature!.RawData, card.ReadCertificate(CardCertificate.Signing));
        CollectionAssert.AreEqual(content.NationalRegister.RawData, card.ReadCertificate(CardCertificate.Register));
        CollectionAssert.AreEqual(
            TestCards.Pki.IssuingCa(applet, foreigner: false).RawData, card.ReadCertificate(CardCertificate.IssuingAuthority));
        Assert.AreEqual(content.Authentication.Issuer, X509CertificateLoader.LoadCertificate(card.ReadCertificate(CardCertificate.IssuingAuthority)).Subject);
        Assert.IsNotEmpty(card.ReadCertificate(CardCertificate.Root));
    }

    [TestMethod]
    public void KidsCard_HasNoSigningCertificate()
    {
        _pcsc.Insert(TestCards.Make(CardPersons.Emma, new CardOptions()));
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());

        Assert.AreEqual(CardFault.CertificateMissing, Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Signing)).Fault);
    }

    [TestMethod]
    public void KeyWhoseCertificateWasNotRead_IsAMistakeOfTheCaller_AndSendsNothing()
    {
        using var card = Open(Applet.V18);
        card.ReadCertificate(CardCertificate.Authentication);
        var before = _pcsc.Sent.Count;
        using var pin = TestCards.Pin();

        Assert.ThrowsExactly<InvalidOperationException>(() => card.Sign(CardKey.Signing, pin, TestCards.Hash(Applet.V18), CancellationToken.None));
        Assert.AreEqual(before, _pcsc.Sent.Count);
    }

    [TestMethod]
    public void AnotherCard_AfterAReset_IsNotReadAsTheSame()
    {
        using var card = Open(Applet.V18);
        card.ReadCertificate(CardCertificate.Authentication);
        _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
        _pcsc.BeginAccident = number => number == 2 ? PcscCode.CardWasReset : null;

        Assert.AreEqual(CardFault.CardReset, Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Signing)).Fault);
    }

    [TestMethod]
    [DataRow("MD5", 16)]
    [DataRow("SHA1", 20)]
    [DataRow("SHA256", 31)]
    [DataRow("SHA384", 32)]
    public void OtherHashes_AreNotTaken(string function, int length) =>
        Assert.ThrowsExactly<ArgumentException>(() => TestCards.Hash(new HashAlgorithmName(function), length));

    private IEidCard Open(Applet applet)
    {
        _pcsc.Insert(TestCards.Make(applet));
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        return readers.Connect(readers.List().Single());
    }

    // The platform knows no SHA-224: RSA is compared with the padded DigestInfo itself (RFC 8017 section 8.2.2).
    private static bool Verifies(X509Certificate2 certificate, HashToSign hash, byte[] signature)
    {
        using var ec = certificate.GetECDsaPublicKey();
        if (ec is not null)
        {
            return ec.VerifyHash(hash.Value, signature);
        }

        using var rsa = certificate.GetRSAPublicKey()!;
        var key = rsa.ExportParameters(includePrivateParameters: false);
        var info = hash.ToDigestInfo();
        byte[] padded = [0x00, 0x01, .. Enumerable.Repeat((byte)0xFF, (rsa.KeySize / 8) - info.Length - 3), 0x00, .. info];
        return BigInteger.ModPow(Number(signature), Number(key.Exponent!), Number(key.Modulus!)) == Number(padded);
    }

    private static BigInteger Number(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
