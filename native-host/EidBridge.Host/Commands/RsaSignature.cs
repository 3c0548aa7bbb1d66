using System.Numerics;
using System.Security.Cryptography;
using EidBridge.Card;

namespace EidBridge.Host.Commands;

/// <summary>
/// RSASSA-PKCS1-v1_5 verification (RFC 8017 section 8.2.2) for every hash function a card can sign: the platform has neither SHA-224
/// nor, on older systems, SHA-3. The encoded message is made anew and compared whole, so nothing in it is parsed.
/// </summary>
internal static class RsaSignature
{
    private const int MinPadding = 8;

    /// <param name="signature">As long as the modulus.</param>
    public static bool IsOver(HashToSign hash, ReadOnlySpan<byte> signature, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var modulus = Unsigned(parameters.Modulus);
        var value = Unsigned(signature);
        var digestInfo = hash.ToDigestInfo();
        if (signature.Length != parameters.Modulus!.Length || value >= modulus || digestInfo.Length + MinPadding + 3 > signature.Length)
        {
            return false;
        }

        var message = BigInteger.ModPow(value, Unsigned(parameters.Exponent), modulus);
        return message == Unsigned(Encode(digestInfo, signature.Length));
    }

    // EMSA-PKCS1-v1_5 (section 9.2): 00 01 FF .. FF 00 DigestInfo.
    private static byte[] Encode(byte[] digestInfo, int length)
    {
        var encoded = new byte[length];
        encoded.AsSpan().Fill(0xFF);
        encoded[0] = 0x00;
        encoded[1] = 0x01;
        encoded[length - digestInfo.Length - 1] = 0x00;
        digestInfo.CopyTo(encoded, length - digestInfo.Length);
        return encoded;
    }

    private static BigInteger Unsigned(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
