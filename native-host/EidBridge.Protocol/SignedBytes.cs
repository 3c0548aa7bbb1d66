using System.Security.Cryptography;
using System.Text;

namespace EidBridge.Protocol;

/// <summary>The bytes an authentication signature covers: H(origin) followed by H(nonce), the nonce taken as text.</summary>
public static class SignedBytes
{
    /// <param name="algorithm">A JWA name of <see cref="SignatureAlgorithm"/>; it names H.</param>
    /// <param name="origin">The browser's own string, for example <c>https://portal.example</c>.</param>
    /// <param name="challengeNonce">The nonce as the server sent it, base64 text, not decoded.</param>
    /// <returns>2 x 32, 48 or 64 bytes; the card signs the hash of these bytes, see <see cref="HashToSign"/>.</returns>
    public static byte[] Compute(string algorithm, string origin, string challengeNonce)
    {
        var hash = SignatureAlgorithm.HashOf(algorithm);
        return
        [
            .. CryptographicOperations.HashData(hash, Encoding.UTF8.GetBytes(origin)),
            .. CryptographicOperations.HashData(hash, Encoding.UTF8.GetBytes(challengeNonce)),
        ];
    }

    /// <returns>H of <see cref="Compute"/>: what goes to the card.</returns>
    public static byte[] HashToSign(string algorithm, string origin, string challengeNonce) =>
        CryptographicOperations.HashData(SignatureAlgorithm.HashOf(algorithm), Compute(algorithm, origin, challengeNonce));
}
