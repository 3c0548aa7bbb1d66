using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// The certificate of a token: may it be used for a login at all, and for which algorithm. What the platform cannot read throws
/// <see cref="CryptographicException"/>, which the verifier turns into a code.
/// </summary>
internal sealed class LeafCertificate : IDisposable
{
    private const string CertificatePoliciesOid = "2.5.29.32";
    private const string ClientAuthenticationOid = "1.3.6.1.5.5.7.3.2";

    private LeafCertificate(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static LeafCertificate Parse(byte[] der)
    {
        var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.RawDataMemory.Span.SequenceEqual(der)
            ? new LeafCertificate(certificate)
            : throw new EidBridgeException(ErrorCode.CertificateInvalid, "not DER");
    }

    /// <summary>RFC 5280 sections 4.2.1.3 and 4.2.1.12: a key for authentication; old cards carry no EKU, and that is right.</summary>
    public void RequirePurpose()
    {
        if (Only<X509KeyUsageExtension>()?.KeyUsages is not { } usage
            || !usage.HasFlag(X509KeyUsageFlags.DigitalSignature) || usage.HasFlag(X509KeyUsageFlags.NonRepudiation))
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "key usage");
        }

        if (Only<X509EnhancedKeyUsageExtension>() is { } extended
            && !extended.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == ClientAuthenticationOid))
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "extended key usage");
        }
    }

    /// <returns>The policies of the certificate that the list knows.</returns>
    public IReadOnlyList<string> RequirePolicy(IReadOnlySet<string> allowed)
    {
        var found = ReadPolicies().Where(allowed.Contains).ToList();
        return found.Count > 0 ? found : throw new EidBridgeException(ErrorCode.CertificatePolicyWrong);
    }

    /// <summary>The algorithm is the one of the key and curve; weak keys and SHA-1 certificates are refused.</summary>
    public void RequireAlgorithm(string algorithm)
    {
        CertificateStrength.RequireSignature(Certificate);
        CertificateStrength.RequireKey(Certificate);
        if (!string.Equals(AlgorithmOfKey(), algorithm, StringComparison.Ordinal))
        {
            throw new EidBridgeException(ErrorCode.AlgorithmUnsupported, "not the key's");
        }
    }

    public void RequireValidAt(DateTimeOffset now)
    {
        if (now < new DateTimeOffset(Certificate.NotBefore))
        {
            throw new EidBridgeException(ErrorCode.CertificateNotYetValid);
        }

        if (now > new DateTimeOffset(Certificate.NotAfter))
        {
            throw new EidBridgeException(ErrorCode.CertificateExpired);
        }
    }

    /// <summary>RFC 7518: ECDSA as raw r||s of the curve's width, RSA as PKCS#1 v1.5.</summary>
    public bool Verifies(string algorithm, byte[] data, byte[] signature)
    {
        var hash = SignatureAlgorithm.HashOf(algorithm);
        using var ec = Certificate.GetECDsaPublicKey();
        if (ec is not null)
        {
            return signature.Length == 2 * ((ec.KeySize + 7) / 8)
                && ec.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsa = Certificate.GetRSAPublicKey()!;
        return rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
    }

    public void Dispose() => Certificate.Dispose();

    // RFC 5280 section 4.2: an extension stands once.
    private T? Only<T>()
        where T : X509Extension
    {
        var found = Certificate.Extensions.OfType<T>().Take(2).ToList();
        return found.Count < 2 ? found.FirstOrDefault() : throw new EidBridgeException(ErrorCode.CertificateInvalid, "an extension stands twice");
    }

    private string AlgorithmOfKey()
    {
        using var ec = Certificate.GetECDsaPublicKey();
        return ec is null ? SignatureAlgorithm.Rs256 : SignatureAlgorithm.ForEllipticCurve(ec.KeySize);
    }

    private List<string> ReadPolicies()
    {
        var policies = new List<string>();
        if (Certificate.Extensions[CertificatePoliciesOid] is not { } extension)
        {
            return policies;
        }

        try
        {
            var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                policies.Add(sequence.ReadSequence().ReadObjectIdentifier());
            }

            return policies;
        }
        catch (AsnContentException e)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "policies cannot be read", e);
        }
    }
}
