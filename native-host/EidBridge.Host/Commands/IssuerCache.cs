using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Host.Commands;

/// <summary>
/// Issuing CAs that were read from cards, never a person's certificate: each costs its APDUs once. A file of the cache is used only
/// for a certificate whose signature verifies under it, so nothing that lies there can do harm.
/// </summary>
/// <param name="folder">Null where nothing may be remembered.</param>
internal sealed class IssuerCache(string? folder)
{
    private const int MaxFiles = 64;
    private const int MaxLength = 8 * 1024;

    private static readonly Dictionary<string, HashAlgorithmName> HashOf = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
    };

    /// <returns>DER of the CA that signed this certificate, or null when it is not known.</returns>
    public byte[]? Find(byte[] certificate) => Files().Select(Read).FirstOrDefault(issuer => issuer is not null && IsIssuedBy(certificate, issuer));

    public void Remember(byte[] issuer)
    {
        if (folder is null || issuer.Length > MaxLength || Files().Length >= MaxFiles)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, Convert.ToHexString(SHA256.HashData(issuer)) + ".crt");
            var beside = FormattableString.Invariant($"{file}.{Environment.ProcessId}");
            File.WriteAllBytes(beside, issuer);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The card is read once more the next time: no reason to fail a login.
        }
    }

    /// <summary>Whether the signature of the certificate (RFC 5280 section 4.1.1.3) verifies under the key of the other.</summary>
    public static bool IsIssuedBy(byte[] certificate, byte[] issuer)
    {
        try
        {
            using var authority = X509CertificateLoader.LoadCertificate(issuer);
            var parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            var signed = parts.ReadEncodedValue();
            if (!HashOf.TryGetValue(parts.ReadSequence().ReadObjectIdentifier(), out var hash))
            {
                return false;
            }

            var signature = parts.ReadBitString(out _);
            using var ec = authority.GetECDsaPublicKey();
            using var rsa = authority.GetRSAPublicKey();
            return ec?.VerifyData(signed.Span, signature, hash, DSASignatureFormat.Rfc3279DerSequence)
                ?? rsa?.VerifyData(signed.Span, signature, hash, RSASignaturePadding.Pkcs1)
                ?? false;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }

    private static byte[]? Read(string file)
    {
        try
        {
            return new FileInfo(file).Length <= MaxLength ? File.ReadAllBytes(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string[] Files()
    {
        try
        {
            return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.crt") : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
