using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests;

/// <summary>T3: what was signed, by whom, for whom.</summary>
[TestClass]
public sealed class SignatureTests
{
    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void OtherNonce_IsRefused(Applet applet) =>
        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(applet), nonce: TokenWorkshop.Nonce[..^2] + "8="));

    [TestMethod]
    public void NoNonceAtAll_IsRefused() =>
        Assert.AreEqual(ErrorCode.SignatureInvalid, Assert.ThrowsExactly<EidBridgeException>(() => TokenWorkshop.Verifier().Verify(TokenWorkshop.Token())).Code);

    [TestMethod]
    [DataRow("https://portal.example.evil")]
    [DataRow("https://portal.example:8443")]
    [DataRow("http://localhost:5080")]
    public void OtherOrigin_IsRefused(string origin)
    {
        var token = TokenWorkshop.Token(TokenWorkshop.Members(CardPersons.An, Applet.V18, origin));

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(token));
    }

    [TestMethod]
    public void CertificateOfAnotherPerson_IsRefused()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["unverifiedCertificate"] = TokenWorkshop.Members(CardPersons.Lucie, Applet.V18)["unverifiedCertificate"];

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void DerSignature_IsRefused()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        using var key = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.GetECDsaPrivateKey()!;
        members["signature"] = Convert.ToBase64String(key.SignData(
            SignedBytes.Compute("ES384", TokenWorkshop.Origin, TokenWorkshop.Nonce), HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void EveryByteOfTheCertificateFlipped_IsRefused(Applet applet)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        var certificate = Convert.FromBase64String((string)members["unverifiedCertificate"]!);
        var verifier = TokenWorkshop.Verifier();
        var accepted = new List<int>();
        for (var i = 0; i < certificate.Length; i++)
        {
            certificate[i] ^= 0x01;
            members["unverifiedCertificate"] = Convert.ToBase64String(certificate);
            try
            {
                verifier.Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce);
                accepted.Add(i);
            }
            catch (EidBridgeException)
            {
                // Refused with a code, as it must be; any other exception fails the test.
            }

            certificate[i] ^= 0x01;
        }

        Assert.IsEmpty(accepted, string.Join(' ', accepted));
    }

    [TestMethod]
    public void EveryByteOfTheTokenFlipped_IsRefusedOrChangesNothing()
    {
        var token = TokenWorkshop.Token();
        var verifier = TokenWorkshop.Verifier();
        var good = verifier.Verify(token, TokenWorkshop.Nonce);
        var text = System.Text.Encoding.UTF8.GetString(token);
        var version = text.IndexOf("https://eidbridge", StringComparison.Ordinal);
        for (var i = 0; i < token.Length; i++)
        {
            token[i] ^= 0x01;
            try
            {
                Assert.AreEqual(good, verifier.Verify(token, TokenWorkshop.Nonce));
                Assert.IsGreaterThanOrEqualTo(version, i, $"byte {i} counts for nothing");
            }
            catch (EidBridgeException)
            {
                // Refused with a code, as it must be.
            }

            token[i] ^= 0x01;
        }
    }
}
