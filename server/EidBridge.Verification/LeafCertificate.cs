using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// The certificate of a token: may it be used for a login at all, and for which algorithm. What the platform cannot read throws
/// <see cref="CryptographicException"/>, which the verifier turns into a code.
/// </summary>
internal sealed class LeafCertificate : IDisposable
{
    private const string ClientAuthenticationOid = "1.3.6.1.5.5.7.3.2";

    private readonly VerificationKey? _known;
    private VerificationKey? _key;
    private bool _isKept;

    private LeafCertificate(CertificateFields fields, VerificationKey? known) => (Fields, _known) = (fields, known);

    public CertificateFields Fields { get; }

    /// <summary>After <see cref="RequireStrength"/>.</summary>
    public VerificationKey Key => _key!;

    /// <param name="known">The key of this very certificate, where it has been read before.</param>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static LeafCertificate Parse(byte[] der, VerificationKey? known = null)
    {
        var fields = CertificateFields.Parse(der);
        CertificateExtensions.RequireUnderstood(fields);
        return new LeafCertificate(fields, known);
    }

    /// <summary>RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12: a person's key for authentication; old cards carry no EKU, and that is right.</summary>
    public void RequirePurpose()
    {
        var usages = CertificateExtensions.KeyUsageOf(Fields);
        if (!usages.HasFlag(KeyUsages.DigitalSignature) || usages.HasFlag(KeyUsages.NonRepudiation))
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "key usage");
        }

        if (CertificateExtensions.ExtendedKeyUsagesOf(Fields) is { } extended && !extended.Contains(ClientAuthenticationOid, StringComparer.Ordinal))
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "extended key usage");
        }

        if (CertificateExtensions.BasicConstraintsOf(Fields) is { IsCa: true })
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "a CA is no person");
        }
    }

    /// <summary>A person's key for documents (nonRepudiation).</summary>
    public void RequireDocumentPurpose()
    {
        if (!CertificateExtensions.KeyUsageOf(Fields).HasFlag(KeyUsages.NonRepudiation) || CertificateExtensions.BasicConstraintsOf(Fields) is { IsCa: true })
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "not for documents");
        }
    }

    /// <summary>The National Register's key for the files of cards: a signer of data, and no CA.</summary>
    public void RequireRegisterPurpose()
    {
        var usages = CertificateExtensions.KeyUsageOf(Fields);
        if ((usages & (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation)) == KeyUsages.None
            || usages.HasFlag(KeyUsages.KeyCertSign)
            || CertificateExtensions.BasicConstraintsOf(Fields) is { IsCa: true })
        {
            throw new EidBridgeException(ErrorCode.CertificatePurposeWrong, "not for the files of cards");
        }
    }

    /// <returns>The policies of the certificate that the list knows.</returns>
    public IReadOnlyList<string> RequirePolicy(IReadOnlySet<string> allowed)
    {
        var found = CertificateExtensions.PoliciesOf(Fields).Where(allowed.Contains).ToList();
        return found.Count > 0 ? found : throw new EidBridgeException(ErrorCode.CertificatePolicyWrong);
    }

    /// <summary>The algorithm is the one of the key and curve; weak keys and SHA-1 certificates are refused.</summary>
    public void RequireAlgorithm(string algorithm)
    {
        RequireStrength();
        var right = _key!.IsRsa ? SignatureAlgorithm.Rs256 : SignatureAlgorithm.ForEllipticCurve(_key.KeySize);
        if (!string.Equals(right, algorithm, StringComparison.Ordinal))
        {
            throw new EidBridgeException(ErrorCode.AlgorithmUnsupported, "not the key's");
        }
    }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public void RequireStrength()
    {
        CertificateSignature.RequireHash(Fields);
        _key = _known ?? new VerificationKey(Fields);
    }

    public void RequireValidAt(DateTimeOffset now)
    {
        if (now < Fields.NotBefore)
        {
            throw new EidBridgeException(ErrorCode.CertificateNotYetValid);
        }

        if (now > Fields.NotAfter)
        {
            throw new EidBridgeException(ErrorCode.CertificateExpired);
        }
    }

    /// <summary>RFC 7518: ECDSA as raw r||s of the curve's width, RSA as PKCS#1 v1.5. After <see cref="RequireAlgorithm"/>.</summary>
    public bool Verifies(string algorithm, byte[] data, byte[] signature)
    {
        var key = _key!;
        return (key.IsRsa || signature.Length == 2 * ((key.KeySize + 7) / 8))
            && key.Verifies(data, signature, SignatureAlgorithm.HashOf(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>After <see cref="RequireAlgorithm"/>, once the card has proved itself.</summary>
    public void KeepKey(LeafKeys keys, string fingerprint) => _isKept = _known is null && keys.Keep(fingerprint, _key!);

    public void Dispose()
    {
        if (_known is null && !_isKept)
        {
            _key?.Release();
        }
    }
}
