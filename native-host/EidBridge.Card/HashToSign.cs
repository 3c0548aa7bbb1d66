using System.Formats.Asn1;
using System.Security.Cryptography;

namespace EidBridge.Card;

/// <summary>A hash and the function it was made with.</summary>
public sealed class HashToSign
{
    private const string NistHashes = "2.16.840.1.101.3.4.2.";

    // Length in bytes, last arc of the object identifier (NIST CSOR).
    private static readonly Dictionary<HashAlgorithmName, (int Length, int Arc)> Functions = new()
    {
        [new("SHA224")] = (28, 4),
        [HashAlgorithmName.SHA256] = (32, 1),
        [HashAlgorithmName.SHA384] = (48, 2),
        [HashAlgorithmName.SHA512] = (64, 3),
        [new("SHA3-224")] = (28, 7),
        [HashAlgorithmName.SHA3_256] = (32, 8),
        [HashAlgorithmName.SHA3_384] = (48, 9),
        [HashAlgorithmName.SHA3_512] = (64, 10),
    };

    private readonly byte[] _value;

    /// <param name="function">SHA-2 or SHA-3 with 224, 256, 384 or 512 bits, as .NET names them (<c>SHA256</c>, <c>SHA3-256</c>).</param>
    /// <exception cref="ArgumentException">Another function, or not its length.</exception>
    public HashToSign(HashAlgorithmName function, ReadOnlySpan<byte> value)
    {
        if (!Functions.TryGetValue(function, out var known) || known.Length != value.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"{function.Name} of {value.Length} bytes"), nameof(value));
        }

        Function = function;
        _value = value.ToArray();
    }

    public HashAlgorithmName Function { get; }

    public ReadOnlySpan<byte> Value => _value;

    /// <summary>DigestInfo of RFC 8017 section 9.2, parameters NULL: what PKCS#1 v1.5 signs.</summary>
    public byte[] ToDigestInfo()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(FormattableString.Invariant($"{NistHashes}{Functions[Function].Arc}"));
                writer.WriteNull();
            }

            writer.WriteOctetString(_value);
        }

        return writer.Encode();
    }

    public override string ToString() => nameof(HashToSign);
}
