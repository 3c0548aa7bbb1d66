using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Verification.Rehearsal;

/// <summary>A root, a CA, a card and a responder, all with one key that is made now and thrown away.</summary>
internal sealed class RehearsedPki
{
    public const string Host = "rehearsal.invalid";

    private const string Root = "CN=Rehearsal root";
    private const string Ca = "CN=Rehearsal CA";
    private static readonly byte[] Always = [0x05, 0x00];
    private readonly PublicKey _key;
    private readonly DateTimeOffset _now;

    /// <param name="key">Of the card and of all above it.</param>
    public RehearsedPki(AsymmetricAlgorithm key, DateTimeOffset now)
    {
        (IsRsa, _now) = (key is RSA, now);
        _key = key is RSA rsa ? new PublicKey(rsa) : new PublicKey((ECDsa)key);
        Signer = key is RSA signer ? X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        RootCertificate = Issue(Root, Root, new X509BasicConstraintsExtension(true, false, 0, true), Authority);
        CaCertificate = Issue(Ca, Root, new X509BasicConstraintsExtension(true, false, 0, true), Authority, List("root"));
        Card = Issue(
            "C=BE, CN=Rehearsal, SN=Rehearsal, G=Rehearsal, SERIALNUMBER=00000000000", Ca,
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
            Policy(BelgianPolicies.Authentication.First()), new X509AuthorityInformationAccessExtension([$"http://{Host}/ocsp"], []));
        Responder = Issue(
            "CN=Rehearsal responder", Ca,
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.9")], critical: false), new X509Extension("1.3.6.1.5.5.7.48.1.5", Always, critical: false));
    }

    public bool IsRsa { get; }

    public HashAlgorithmName Hash => IsRsa ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;

    public X509SignatureGenerator Signer { get; }

    public X509Certificate2 RootCertificate { get; }

    public X509Certificate2 CaCertificate { get; }

    public X509Certificate2 Card { get; }

    public X509Certificate2 Responder { get; }

    private static X509KeyUsageExtension Authority => new(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true);

    /// <summary>The root's list: nobody is on it.</summary>
    public byte[] MakeList() => new CertificateRevocationListBuilder().Build(
        RootCertificate.SubjectName, Signer, 1, _now.AddHours(1), Hash, X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier([1]), _now);

    private X509Certificate2 Issue(string subject, string issuer, params X509Extension[] extensions)
    {
        var request = new CertificateRequest(new X500DistinguishedName(subject), _key, Hash);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.Create(new X500DistinguishedName(issuer), Signer, _now.AddHours(-1), _now.AddHours(1), RandomNumberGenerator.GetBytes(8));
    }

    private static X509Extension List(string name) => CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"http://{Host}/{name}"]);

    private static X509Extension Policy(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }

        return new X509Extension("2.5.29.32", writer.Encode(), critical: false);
    }
}
