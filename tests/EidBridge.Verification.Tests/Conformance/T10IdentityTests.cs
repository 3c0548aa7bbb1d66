using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T10: who the certificate says it is.</summary>
[TestClass]
public sealed class T10IdentityTests
{
    private const string Country = "2.5.4.6";
    private const string CommonName = "2.5.4.3";
    private const string Surname = "2.5.4.4";
    private const string GivenName = "2.5.4.42";
    private const string SerialNumber = "2.5.4.5";
    private const string Organisation = "2.5.4.10";

    [TestMethod]
    public void NumberNamesAndCountry_AreToldAsTheyStand()
    {
        var name = Name((Country, "BE"), (CommonName, "Zoë D'Hondt (Authentication)"), (Surname, "D'Hondt"), (GivenName, "Zoë Anne-Marie"), (SerialNumber, "85073000328"));

        Assert.AreEqual("85073000328", name.NationalNumber);
        Assert.AreEqual("D'Hondt", name.Surname);
        Assert.AreEqual("Zoë Anne-Marie", name.GivenNames);
        Assert.AreEqual("BE", name.Country);
    }

    [TestMethod]
    public void PersonWithoutGivenNames_HasAnEmptyOne() =>
        Assert.AreEqual(string.Empty, Name((Country, "BE"), (Surname, "Sukarno"), (SerialNumber, "85073000328")).GivenNames);

    [TestMethod]
    public void OrganisationsCertificate_IsNoPerson()
    {
        var name = Name((Country, "BE"), (CommonName, "Ministry"), (Organisation, "Ministry"), (SerialNumber, "0362475538"));

        AssertRefused(() => name.Surname);
        AssertRefused(() => name.NationalNumber);
    }

    [TestMethod]
    [DataRow(Surname)]
    [DataRow(SerialNumber)]
    [DataRow(Country)]
    public void CertificateWithoutIt_IsRefused(string missing) => AssertLoginRefused(
        [.. Full.Where(part => part.Oid != missing)]);

    [TestMethod]
    [DataRow("")]
    [DataRow("8507300032")]
    [DataRow("850730003288")]
    [DataRow("85.07.30-003.28")]
    [DataRow("8507300032A")]
    [DataRow("\u0668\u06650730003\u0662\u0668", DisplayName = "digits of another alphabet")]
    public void NumberThatIsNotElevenDigits_IsRefused(string number) => AssertLoginRefused(
        [.. Full.Select(part => part.Oid == SerialNumber ? (SerialNumber, number) : part)]);

    [TestMethod]
    [DataRow(SerialNumber, "80051799893")]
    [DataRow(Surname, "Peeters")]
    [DataRow(Country, "NL")]
    public void AttributeThatStandsTwice_IsRefused(string oid, string value) => AssertLoginRefused([.. Full, (oid, value)]);

    [TestMethod]
    public void TwoAttributesInOnePart_AreRefused()
    {
        // A set of one sequence of two attributes: CN=x + SERIALNUMBER=85073000328.
        var joined = Convert.FromHexString("30" + "20" + "311E" + "3008" + "0603550403" + "0C0178" + "3012" + "0603550405" + "0C0B" + Convert.ToHexString("85073000328"u8));

        AssertRefused(() => new SubjectName(new X500DistinguishedName(joined)));
    }

    private static (string Oid, string Value)[] Full =>
        [(Country, "BE"), (CommonName, "A B (Authentication)"), (Surname, "B"), (GivenName, "A"), (SerialNumber, "85073000328")];

    private static SubjectName Name(params (string Oid, string Value)[] parts) => new(Encode(parts));

    private static X500DistinguishedName Encode((string Oid, string Value)[] parts)
    {
        var builder = new X500DistinguishedNameBuilder();
        foreach (var (oid, value) in parts)
        {
            builder.Add(oid, value, System.Formats.Asn1.UniversalTagNumber.UTF8String);
        }

        return builder.Build();
    }

    private static void AssertRefused(Func<object> read) =>
        Assert.AreEqual(ErrorCode.CertificateInvalid, Assert.ThrowsExactly<EidBridgeException>(() => read()).Code);

    private static void AssertLoginRefused((string Oid, string Value)[] parts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(Encode(parts), key, HashAlgorithmName.SHA384);
        TokenWorkshop.Copy(request);
        var issuer = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        using var bare = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [0x10, 8]);
        using var leaf = bare.CopyWithPrivateKey(key);

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf))));
    }
}
