using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using static EidBridge.VirtualCard.Tests.TestCards;

namespace EidBridge.VirtualCard.Tests;

/// <summary>What verifiers look at in a card's certificates.</summary>
[TestClass]
public sealed class CertificateTests
{
    [TestMethod]
    [DataRow("an", Applet.V18, "2.16.56.13.6.1.1.1000", "2.16.56.13.6.1.2.1000")]
    [DataRow("maria", Applet.V18, "2.16.56.13.6.2.1.1000", "2.16.56.13.6.2.2.1000")]
    [DataRow("an", Applet.V17, "2.16.56.12.1.1.2.2", "2.16.56.12.1.1.2.1")]
    [DataRow("maria", Applet.V17, "2.16.56.12.1.1.7.2", "2.16.56.12.1.1.7.1")]
    public void Policy_TellsCitizenFromForeigner_AndLoginFromSigning(string name, Applet applet, string authentication, string signature)
    {
        var content = Issue(CardPersons.Find(name), applet);

        Assert.AreEqual(authentication, PolicyOf(content.Authentication));
        Assert.AreEqual(signature, PolicyOf(content.Signature!));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void Leaf_NamesThePerson_AndIsNoAuthority(Applet applet)
    {
        var leaf = Issue(CardPersons.Jurgen, applet).Authentication;

        Assert.AreEqual("Jürgen Kaufmann (Authentication)", leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        Assert.Contains("SERIALNUMBER=" + CardPersons.Jurgen.NationalNumber, leaf.Subject);
        Assert.HasCount(16, leaf.SerialNumberBytes.ToArray());
        Assert.AreEqual(0x10, leaf.SerialNumberBytes.Span[0]);
        Assert.IsEmpty(leaf.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.AreEqual("1.3.6.1.5.5.7.3.2", leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
        Assert.IsTrue(leaf.Extensions.OfType<X509KeyUsageExtension>().Single().Critical);
    }

    [TestMethod]
    public void IssuingAuthority_MayIssueLeavesOnly()
    {
        var citizen = Issue(CardPersons.An, Applet.V18).IssuingCa.Extensions.OfType<X509BasicConstraintsExtension>().Single();

        Assert.IsTrue(citizen.CertificateAuthority);
        Assert.AreEqual(0, citizen.PathLengthConstraint);
        Assert.Contains("CN=Foreigner CA", Issue(CardPersons.Maria, Applet.V18).IssuingCa.Subject);
    }

    [TestMethod]
    public void Addresses_PointAtTheLocalResponder()
    {
        var leaf = CardPki.Create(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), new Uri("http://127.0.0.1:8888/"))
            .Issue(CardPersons.An, Applet.V18).Authentication;
        var access = leaf.Extensions.OfType<X509AuthorityInformationAccessExtension>().Single();

        CollectionAssert.AreEqual((string[])["http://127.0.0.1:8888/ocsp/citizen"], access.EnumerateOcspUris().ToArray());
        CollectionAssert.AreEqual((string[])["http://127.0.0.1:8888/crt/citizen.crt"], access.EnumerateCAIssuersUris().ToArray());
    }

    [TestMethod]
    public void Roots_AreGivenWithoutTheirKeys()
    {
        Assert.IsFalse(Issuer.EcRoot.HasPrivateKey);
        Assert.IsFalse(Issuer.RsaRoot.HasPrivateKey);
    }

    [TestMethod]
    public void ExpiredAndFutureCards_AreWhatTheyAreCalled()
    {
        var now = new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

        Assert.IsLessThan(now, Issue(CardPersons.Oscar, Applet.V18).Authentication.NotAfter.ToUniversalTime());
        Assert.IsGreaterThan(now, Issue(CardPersons.Nina, Applet.V18).Authentication.NotBefore.ToUniversalTime());
    }

    private static string PolicyOf(X509Certificate2 certificate)
    {
        var policies = certificate.Extensions.Single(e => e.Oid!.Value == "2.5.29.32");
        return new AsnReader(policies.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadObjectIdentifier();
    }
}
