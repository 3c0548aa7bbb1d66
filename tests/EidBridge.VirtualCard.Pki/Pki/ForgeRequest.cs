using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Pki;

/// <summary>A certificate on its way: P-384 with SHA-384 for applet 1.8, RSA-2048 with SHA-256 for applet 1.7.</summary>
internal sealed class ForgeRequest
{
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;
    private readonly CertificateRequest _request;

    public ForgeRequest(Applet applet, X500DistinguishedName subject)
    {
        if (applet == Applet.V18)
        {
            _ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            _request = new CertificateRequest(subject, _ec, HashAlgorithmName.SHA384);
        }
        else
        {
            _rsa = RSA.Create(2048);
            _request = new CertificateRequest(subject, _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public void Add(X509Extension extension) => _request.CertificateExtensions.Add(extension);

    public void AddKeyUsage(X509KeyUsageFlags usage) => Add(new X509KeyUsageExtension(usage, critical: true));

    public void AddSubjectKeyIdentifier() => Add(new X509SubjectKeyIdentifierExtension(_request.PublicKey, critical: false));

    /// <param name="issuer">With its key; null for a self-signed certificate.</param>
    public X509Certificate2 Create(X509Certificate2? issuer, DateTimeOffset from, DateTimeOffset to)
    {
        if (issuer is null)
        {
            return _request.CreateSelfSigned(from, to);
        }

        using var bare = _request.Create(issuer, from, to, SerialNumber());
        return _ec is not null ? bare.CopyWithPrivateKey(_ec) : bare.CopyWithPrivateKey(_rsa!);
    }

    // 16 bytes that begin with 10h, as on every Belgian card.
    private static byte[] SerialNumber()
    {
        var number = RandomNumberGenerator.GetBytes(16);
        number[0] = 0x10;
        return number;
    }
}
