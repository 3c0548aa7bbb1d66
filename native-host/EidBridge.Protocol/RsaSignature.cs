using System.Numerics;
using System.Security.Cryptography;

namespace EidBridge.Protocol;

/// <summary>
/// RSASSA-PKCS1-v1_5 verification (RFC 8017 section 8.2.2) for every hash function a card can sign: the platform has neither SHA-224
/// nor, on older systems, SHA-3. The encoded message is made anew and compared whole, so nothing in it is parsed.
/// </summary>
public static class RsaSignature
{
    private const int MinPadding = 8;

    /// <param name="digestInfo">DER of RFC 8017 section 9.2.</param>
    /// <param name="signature">As long as the modulus.</param>
    /// <param name="key">Of a certificate that is trusted: a made-up modulus or exponent can cost seconds.</param>
    public static bool IsOver(ReadOnlySpan<byte> digestInfo, ReadOnlySpan<byte> signature, RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var modulus = Unsigned(parameters.Modulus);
        var value = Unsigned(signature);
        if (signature.Length != parameters.Modulus!.Length || value >= modulus || digestInfo.Length + MinPadding + 3 > signature.Length)
        {
            return false;
        }

        var message = BigInteger.ModPow(value, Unsigned(parameters.Exponent), modulus);
        return message == Unsigned(Encode(digestInfo, signature.Length));
    }

    // EMSA-PKCS1-v1_5 (section 9.2): 00 01 FF .. FF 00 DigestInfo.
    private static byte[] Encode(ReadOnlySpan<byte> digestInfo, int length)
    {
        var encoded = new byte[length];
        encoded.AsSpan().Fill(0xFF);
        encoded[0] = 0x00;
        encoded[1] = 0x01;
        encoded[length - digestInfo.Length - 1] = 0x00;
        digestInfo.CopyTo(encoded.AsSpan(length - digestInfo.Length));
        return encoded;
    }

    private static BigInteger Unsigned(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
