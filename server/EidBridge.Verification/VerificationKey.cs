using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// The public key of a certificate, ready to verify with, for many threads: one object of the platform is used by one thread at a time.
/// An elliptic-curve key is taken out of the certificate by the platform: importing it alone makes OpenSSL multiply by the group's order first,
/// which costs as much as the signature check itself.
/// </summary>
internal sealed class VerificationKey
{
    private const int WeakestRsaKey = 2048;

    // Anybody can make a certificate up: a long modulus or exponent makes us compute a hundred times as long, before anything is trusted.
    private const int LongestRsaKey = 4096;
    private const int LongestExponent = 4;

    // RFC 5480 section 2.1.1.1: the curve is its name; another curve of the same size is another curve.
    private static readonly Dictionary<string, int> Curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = 256,
        ["1.3.132.0.34"] = 384,
        ["1.3.132.0.35"] = 521,
    };

    private readonly IdleKeys _idle = new();
    private readonly CertificateFields _certificate;

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>: a weak or oversized key, one that cannot be read, or a curve that is not NIST's.</exception>
    public VerificationKey(CertificateFields certificate)
    {
        _certificate = certificate;
        var key = certificate.PublicKey;
        if (key.IsRsa)
        {
            KeySize = ReadRsaKey(key.Key);
        }
        else
        {
            KeySize = key.Curve is { } curve ? Curves.GetValueOrDefault(curve) : 0;
        }

        IsRsa = key.IsRsa;
        if (IsRsa ? KeySize < WeakestRsaKey : KeySize == 0)
        {
            Release();
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "weak key or unknown curve");
        }
    }

    public bool IsRsa { get; }

    /// <summary>In bits.</summary>
    public int KeySize { get; }

    /// <param name="format">How an ECDSA signature is written; of no matter for RSA, which is PKCS#1 v1.5.</param>
    /// <exception cref="CryptographicException">The platform cannot read the key.</exception>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash, DSASignatureFormat format)
    {
        if (IsRsa)
        {
            var rsa = TakeRsa();
            try
            {
                return rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
            }
            finally
            {
                _idle.Add(rsa);
            }
        }

        var ec = TakeEc();
        try
        {
            return ec.VerifyData(data, signature, hash, format);
        }
        finally
        {
            _idle.Add(ec);
        }
    }

    /// <summary>The same where only the hash is known, made with any of the protocol's functions: the platform does not know them all.</summary>
    /// <param name="function">A name of <see cref="HashFunction"/>.</param>
    /// <param name="hash">Of the function's length.</param>
    /// <param name="signature">Raw r||s of the curve's width, or RSA PKCS#1 v1.5.</param>
    public bool VerifiesHash(string function, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (IsRsa)
        {
            var rsa = TakeRsa();
            try
            {
                return RsaSignature.IsOver(HashFunction.ToDigestInfo(function, hash), signature, rsa);
            }
            finally
            {
                _idle.Add(rsa);
            }
        }

        var ec = TakeEc();
        try
        {
            return signature.Length == 2 * ((KeySize + 7) / 8) && ec.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _idle.Add(ec);
        }
    }

    /// <summary>Gives the platform's objects back at once; those of a CA that is kept live as long as it does.</summary>
    public void Release()
    {
        while (_idle.Take() is { } key)
        {
            key.Dispose();
        }
    }

    /// <summary>Imported at once, so that a key the platform cannot read is refused here, and only when it is no longer than a CA's.</summary>
    /// <returns>Bits of the modulus.</returns>
    private int ReadRsaKey(ReadOnlyMemory<byte> der)
    {
        try
        {
            // RSAPublicKey (RFC 8017 appendix A.1.1).
            var key = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var modulus = key.ReadIntegerBytes().Span.TrimStart((byte)0);
            var exponent = key.ReadIntegerBytes().Span.TrimStart((byte)0);
            if (8 * modulus.Length > LongestRsaKey || exponent.Length > LongestExponent)
            {
                throw new EidBridgeException(ErrorCode.CertificateInvalid, "a longer RSA key than any CA's");
            }

            var rsa = TakeRsa();
            _idle.Add(rsa);
            return rsa.KeySize;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "an RSA key that cannot be read", e);
        }
    }

    private RSA TakeRsa()
    {
        if (_idle.Take() is { } idle)
        {
            return (RSA)idle;
        }

        var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(_certificate.PublicKey.Der.Span, out _);
        return rsa;
    }

    private ECDsa TakeEc()
    {
        if (_idle.Take() is { } idle)
        {
            return (ECDsa)idle;
        }

        using var certificate = X509CertificateLoader.LoadCertificate(_certificate.Der.Span);
        return certificate.GetECDsaPublicKey() ?? throw new EidBridgeException(ErrorCode.CertificateInvalid, "key");
    }
}
