using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Verification.Tests;

/// <summary>The platform makes no such certificate any more; an attacker does.</summary>
internal sealed class Sha1Signer(ECDsa key) : X509SignatureGenerator
{
    private static readonly byte[] EcdsaWithSha1 = Convert.FromHexString("300906072A8648CE3D0401");

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => EcdsaWithSha1;

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => CreateForECDsa(key).PublicKey;
}
