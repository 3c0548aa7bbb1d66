using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification.Tests;

/// <summary>An RSA key that anybody made up is measured before anything is computed with it.</summary>
[TestClass]
public sealed class VerificationKeyTests
{
    [TestMethod]
    [DataRow(2048, 3)]
    [DataRow(4096, 4)]
    public void KeyAsLongAsCasHave_IsTaken(int bits, int exponentBytes) => Assert.AreEqual(bits, new VerificationKey(Certificate(RsaKey(bits, exponentBytes))).KeySize);

    [TestMethod]
    [DataRow(4104, 3, DisplayName = "modulus")]
    [DataRow(16384, 3, DisplayName = "much longer modulus")]
    [DataRow(2048, 5, DisplayName = "exponent")]
    [DataRow(4096, 512, DisplayName = "exponent of the modulus's length")]
    [DataRow(1024, 3, DisplayName = "weak key")]
    public void LongerOrWeakerKey_IsRefused(int bits, int exponentBytes) => AssertRefused(RsaKey(bits, exponentBytes));

    [TestMethod]
    [DataRow("0500", DisplayName = "nothing")]
    [DataRow("3000", DisplayName = "no modulus")]
    [DataRow("3006020100020103", DisplayName = "modulus 0")]
    [DataRow("30800000", DisplayName = "BER")]
    public void KeyThatCannotBeRead_IsRefusedWithACode(string key) => AssertRefused(Convert.FromHexString(key));

    private static void AssertRefused(byte[] key)
    {
        var certificate = Certificate(key);

        Assert.AreEqual(ErrorCode.CertificateInvalid, Assert.ThrowsExactly<EidBridgeException>(() => new VerificationKey(certificate)).Code);
    }

    private static byte[] RsaKey(int bits, int exponentBytes)
    {
        var modulus = RandomNumberGenerator.GetBytes(bits / 8);
        (modulus[0], modulus[^1]) = ((byte)(modulus[0] | 0x80), (byte)(modulus[^1] | 1));
        var exponent = new byte[exponentBytes];
        (exponent[0], exponent[^1]) = (1, 1);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(modulus);
            writer.WriteIntegerUnsigned(exponent);
        }

        return writer.Encode();
    }

    private static CertificateFields Certificate(byte[] key)
    {
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = new PublicKey(new Oid("1.2.840.113549.1.1.1"), new AsnEncodedData([5, 0]), new AsnEncodedData(key));
        var name = new X500DistinguishedName("CN=Made up");
        using var certificate = new CertificateRequest(name, publicKey, HashAlgorithmName.SHA256)
            .Create(name, X509SignatureGenerator.CreateForECDsa(issuer), TokenWorkshop.Now, TokenWorkshop.Now.AddDays(1), [1]);
        return CertificateFields.Parse(certificate.RawData);
    }
}
