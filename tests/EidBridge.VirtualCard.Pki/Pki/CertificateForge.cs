using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Pki;

/// <summary>Makes keys and certificates with the extensions, policies and key usages of reference cards.</summary>
internal sealed class CertificateForge(DateTimeOffset now, Uri responder)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    private const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";

    // The lengths of these notices bring the certificates to the size of reference cards: 872 and 1472 bytes or near.
    private const string Notice18 = "A development card of EidBridge: its holder is made up";
    private const string Notice17 =
        "A development card of EidBridge. Its holder is made up, and so are the number and the address on it. " +
        "It proves nothing: only development servers trust it.";

    private static readonly Uri PracticeStatement = new("https://repository.eidbridge.example/eid");

    public X509Certificate2 Root(Applet applet)
    {
        var request = Request(applet, Name(b =>
        {
            b.AddCountryOrRegion("BE");
            b.AddOrganizationName("EidBridge Development");
            b.AddCommonName($"EidBridge Development Root CA {(applet == Applet.V18 ? "EC" : "RSA")}");
        }));
        AddAuthority(request, pathLength: 1);
        return request.Create(null, now.AddDays(-4000), now.AddDays(7300));
    }

    public X509Certificate2 IssuingCa(Applet applet, bool foreigner, X509Certificate2 root)
    {
        var request = Request(applet, Name(b =>
        {
            b.AddCountryOrRegion("BE");
            b.AddCommonName(foreigner ? "Foreigner CA" : "Citizen CA");
            b.Add("2.5.4.5", "202601");
        }));
        AddAuthority(request, pathLength: 0);
        AddIssuedBy(request, root, applet, "root");
        return request.Create(root, now.AddDays(-3900), now.AddDays(5000));
    }

    public X509Certificate2 NationalRegister(Applet applet, X509Certificate2 root)
    {
        var request = Request(applet, Name(b =>
        {
            b.AddCountryOrRegion("BE");
            b.AddCommonName("RRN");
            b.AddOrganizationName("RRN");
        }));
        request.AddKeyUsage(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation);
        request.Add(Policy(applet, applet == Applet.V18 ? "2.16.56.13.6.0.1" : "2.16.56.12.1.1.4"));
        AddIssuedBy(request, root, applet, "root");
        return request.Create(root, now.AddDays(-3900), now.AddDays(4000));
    }

    /// <summary>Whom a CA lets answer for it (RFC 6960 section 4.2.2.2).</summary>
    public X509Certificate2 Responder(Applet applet, X509Certificate2 issuer)
    {
        var request = Request(applet, Name(b =>
        {
            b.AddCountryOrRegion("BE");
            b.AddCommonName("OCSP responder");
        }));
        request.AddKeyUsage(X509KeyUsageFlags.DigitalSignature);
        request.Add(new X509EnhancedKeyUsageExtension([new Oid(OcspSigning)], critical: false));
        request.Add(new X509Extension(OcspNoCheck, [0x05, 0x00], critical: false));
        AddIssuer(request, issuer);
        return request.Create(issuer, now.AddDays(-10), now.AddDays(30));
    }

    public X509Certificate2 Leaf(CardPerson person, Applet applet, X509Certificate2 issuer, bool signature)
    {
        var request = Request(applet, Name(b =>
        {
            b.AddCountryOrRegion("BE");
            b.AddCommonName($"{person.GivenNames.Split(' ')[0]} {person.Surname} ({(signature ? "Signature" : "Authentication")})");
            b.Add("2.5.4.4", person.Surname);
            b.Add("2.5.4.42", person.GivenNames);
            b.Add("2.5.4.5", person.NationalNumber);
        }));
        request.AddKeyUsage(signature ? X509KeyUsageFlags.NonRepudiation : X509KeyUsageFlags.DigitalSignature);
        request.Add(Policy(applet, PolicyOf(applet, person.IsForeigner, signature)));
        request.Add(signature
            ? BelgianExtensions.Qualified()
            : new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], critical: false));
        AddIssuedBy(request, issuer, applet, person.IsForeigner ? "foreigner" : "citizen");
        return request.Create(issuer, now.AddDays(person.ValidDays.From), now.AddDays(person.ValidDays.To));
    }

    /// <summary>The chip's own key (81h of applet 1.8); its certificate is only a box for it.</summary>
    public static X509Certificate2 BasicKey()
    {
        var request = Request(Applet.V18, Name(b => b.AddCommonName("Basic key")));
        return request.Create(null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private static X509Extension Policy(Applet applet, string oid) => applet == Applet.V18
        ? BelgianExtensions.Policy(oid, PracticeStatement, UniversalTagNumber.UTF8String, Notice18)
        : BelgianExtensions.Policy(oid, PracticeStatement, UniversalTagNumber.BMPString, Notice17);

    // CA6 arc for 1.8, CA4 arc for 1.7.
    private static string PolicyOf(Applet applet, bool foreigner, bool signature) => (applet, foreigner, signature) switch
    {
        (Applet.V18, false, false) => "2.16.56.13.6.1.1.1000",
        (Applet.V18, false, true) => "2.16.56.13.6.1.2.1000",
        (Applet.V18, true, false) => "2.16.56.13.6.2.1.1000",
        (Applet.V18, true, true) => "2.16.56.13.6.2.2.1000",
        (Applet.V17, false, false) => "2.16.56.12.1.1.2.2",
        (Applet.V17, false, true) => "2.16.56.12.1.1.2.1",
        (Applet.V17, true, false) => "2.16.56.12.1.1.7.2",
        (Applet.V17, true, true) => "2.16.56.12.1.1.7.1",
        _ => throw new ArgumentOutOfRangeException(nameof(applet)),
    };

    private static X500DistinguishedName Name(Action<X500DistinguishedNameBuilder> fill)
    {
        var builder = new X500DistinguishedNameBuilder();
        fill(builder);
        return builder.Build();
    }

    private static ForgeRequest Request(Applet applet, X500DistinguishedName subject) => new(applet, subject);

    private static void AddAuthority(ForgeRequest request, int pathLength)
    {
        request.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLength, critical: true));
        request.AddKeyUsage(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign);
        request.AddSubjectKeyIdentifier();
    }

    private static void AddIssuer(ForgeRequest request, X509Certificate2 issuer) =>
        request.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single()));

    // EC and RSA CAs share their names, as their namesakes of several years do in Belgium; each has a list of its own.
    private void AddIssuedBy(ForgeRequest request, X509Certificate2 issuer, Applet applet, string name)
    {
        AddIssuer(request, issuer);
        request.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([new Uri(responder, $"crl/{name}{(applet == Applet.V18 ? 8 : 7)}.crl").AbsoluteUri]));
        request.Add(new X509AuthorityInformationAccessExtension(
            [new Uri(responder, $"ocsp/{name}").AbsoluteUri], [new Uri(responder, $"crt/{name}.crt").AbsoluteUri]));
    }
}
