using System.Numerics;
using System.Security.Cryptography;

namespace EidBridge.Verification.Tests.Documents;

/// <summary>RSA on a padded message of one's own: the platform signs neither SHA-224 nor a spoiled padding.</summary>
internal static class RawRsa
{
    public static byte[] Sign(RSA key, byte[] digestInfo)
    {
        var length = key.KeySize / 8;
        byte[] message = [0, 1, .. Enumerable.Repeat((byte)0xFF, length - digestInfo.Length - 3), 0, .. digestInfo];
        return Power(key, message);
    }

    public static byte[] Power(RSA key, byte[] message)
    {
        var parameters = key.ExportParameters(includePrivateParameters: true);
        var power = BigInteger.ModPow(Unsigned(message), Unsigned(parameters.D!), Unsigned(parameters.Modulus!)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[message.Length - power.Length], .. power];
    }

    private static BigInteger Unsigned(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
