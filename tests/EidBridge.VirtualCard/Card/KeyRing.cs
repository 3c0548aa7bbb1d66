using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Card;

/// <summary>The card's keys and the one that MSE SET chose.</summary>
internal sealed class KeyRing(CardContent content)
{
    public const byte Authentication = 0x82;
    public const byte NonRepudiation = 0x83;

    private byte _algorithm;

    /// <summary>82h, 83h, or 0 when none is chosen.</summary>
    public byte Chosen { get; private set; }

    public void Reset() => Chosen = 0;

    /// <param name="data">04 80 algorithm 84 key.</param>
    public ushort Choose(ReadOnlySpan<byte> data)
    {
        if (data.Length != 5 || data[0] != 0x04 || data[1] != 0x80 || data[3] != 0x84)
        {
            return StatusWord.WrongData;
        }

        if (KeyOf(data[4]) is null)
        {
            return StatusWord.KeyNotFound;
        }

        byte[] known = content.Applet == Applet.V18 ? [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40] : [0x01, 0x02, 0x04, 0x08, 0x10, 0x20];
        if (!known.Contains(data[2]))
        {
            return StatusWord.WrongData;
        }

        (_algorithm, Chosen) = (data[2], data[4]);
        return StatusWord.Ok;
    }

    /// <returns>The signature, or null when the length does not fit the algorithm.</returns>
    public byte[]? Sign(ReadOnlySpan<byte> hash) =>
        content.Applet == Applet.V18 ? SignEc(KeyOf(Chosen)!, hash) : SignRsa(KeyOf(Chosen)!, hash);

    /// <summary>INTERNAL AUTHENTICATE with the basic key 81h.</summary>
    public byte[] ProveChip(ReadOnlySpan<byte> hash)
    {
        using var key = content.BasicKey!.GetECDsaPrivateKey()!;
        return key.SignHash(hash.ToArray());
    }

    private X509Certificate2? KeyOf(byte reference) => reference switch
    {
        Authentication => content.Authentication,
        NonRepudiation => content.Signature,
        _ => null,
    };

    private byte[]? SignEc(X509Certificate2 certificate, ReadOnlySpan<byte> hash)
    {
        var fits = _algorithm switch
        {
            0x01 or 0x08 => hash.Length == 32,
            0x02 or 0x10 => hash.Length == 48,
            0x04 or 0x20 => hash.Length == 64,
            _ => hash.Length is 20 or 28 or 32 or 48 or 64,
        };
        if (!fits)
        {
            return null;
        }

        using var key = certificate.GetECDsaPrivateKey()!;
        return key.SignHash(hash.ToArray());
    }

    private byte[]? SignRsa(X509Certificate2 certificate, ReadOnlySpan<byte> hash)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return (_algorithm, hash.Length) switch
        {
            (0x01, <= 245) => PrivateOperation(key, hash),
            (0x02, 20) => key.SignHash(hash.ToArray(), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
            (0x04, 16) => key.SignHash(hash.ToArray(), HashAlgorithmName.MD5, RSASignaturePadding.Pkcs1),
            (0x08, 32) => key.SignHash(hash.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            (0x10, 20) => key.SignHash(hash.ToArray(), HashAlgorithmName.SHA1, RSASignaturePadding.Pss),
            (0x20, 32) => key.SignHash(hash.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => null,
        };
    }

    // PKCS#1 v1.5 type 1 padding around a DigestInfo of the caller's (RFC 8017 section 9.2), then the bare private operation.
    private static byte[] PrivateOperation(RSA key, ReadOnlySpan<byte> digestInfo)
    {
        var size = key.KeySize / 8;
        var block = new byte[size];
        block.AsSpan(2, size - digestInfo.Length - 3).Fill(0xFF);
        block[1] = 0x01;
        digestInfo.CopyTo(block.AsSpan(size - digestInfo.Length));

        var parameters = key.ExportParameters(includePrivateParameters: true);
        var signature = System.Numerics.BigInteger.ModPow(Number(block), Number(parameters.D!), Number(parameters.Modulus!))
            .ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[size - signature.Length], .. signature];
    }

    private static System.Numerics.BigInteger Number(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
