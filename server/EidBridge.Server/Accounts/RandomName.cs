using System.Buffers.Text;
using System.Security.Cryptography;

namespace EidBridge.Server.Accounts;

/// <summary>A name nobody can guess and that says nothing: 128 random bits in base64url.</summary>
internal static class RandomName
{
    private const int Size = 16;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
}
