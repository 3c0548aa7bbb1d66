using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification.Identity;

/// <summary>
/// A signature file of the card, 4032 or 4034: RSA PKCS#1 v1.5 with SHA-256 of the key's length, or ECDSA P-384 with SHA-384 in DER; zeros to the end of the file.
/// The key decides, not the card: old cards that got new keys carry ECDSA in a file of RSA's length.
/// </summary>
internal static class RegisterSignature
{
    private const int CurveBits = 384;
    private const byte Sequence = 0x30;
    private const byte LongLength = 0x80;

    /// <param name="file">The whole file, padding included.</param>
    /// <param name="what">Names the signed file in the log.</param>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.IdentityNotGenuine"/>; <see cref="ErrorCode.AlgorithmUnsupported"/> for SHA-1 or another curve.</exception>
    public static void Require(VerificationKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> file, string what)
    {
        if (!key.IsRsa && key.KeySize != CurveBits)
        {
            throw new EidBridgeException(ErrorCode.AlgorithmUnsupported, $"{what}: a curve the register does not use");
        }

        var length = key.IsRsa ? key.KeySize / 8 : LengthOfDer(file);
        if (length > file.Length || file[length..].ContainsAnyExcept((byte)0))
        {
            throw NotGenuine(what);
        }

        var signature = file[..length];
        if (Verifies(key, data, signature, key.IsRsa ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384))
        {
            return;
        }

        throw key.IsRsa && Verifies(key, data, signature, HashAlgorithmName.SHA1)
            ? new EidBridgeException(ErrorCode.AlgorithmUnsupported, $"{what}: signed with SHA-1")
            : NotGenuine(what);
    }

    // Two integers of 48 bytes fit the short form of a length.
    private static int LengthOfDer(ReadOnlySpan<byte> file) =>
        file is [Sequence, < LongLength and var rest, ..] ? 2 + rest : int.MaxValue;

    private static bool Verifies(VerificationKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        try
        {
            return key.Verifies(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Not the DER of a signature.
            return false;
        }
    }

    private static EidBridgeException NotGenuine(string what) => new(ErrorCode.IdentityNotGenuine, $"{what}: the signature does not hold");
}
