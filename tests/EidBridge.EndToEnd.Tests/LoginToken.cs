using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace EidBridge.EndToEnd.Tests;

internal static class LoginToken
{
    /// <summary>The signature is the card's, over this origin and this nonce (web-eid.md §2g).</summary>
    public static bool IsFor(JsonElement token, string origin, string nonce)
    {
        using var leaf = X509CertificateLoader.LoadCertificate(token.GetProperty("unverifiedCertificate").GetBytesFromBase64());
        var signature = token.GetProperty("signature").GetBytesFromBase64();
        using var ec = leaf.GetECDsaPublicKey();
        using var rsa = leaf.GetRSAPublicKey();
        return ec?.VerifyData(Signed(SHA384.HashData), signature, HashAlgorithmName.SHA384)
            ?? rsa!.VerifyData(Signed(SHA256.HashData), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        byte[] Signed(Func<byte[], byte[]> hash) => [.. hash(Encoding.UTF8.GetBytes(origin)), .. hash(Encoding.UTF8.GetBytes(nonce))];
    }
}
