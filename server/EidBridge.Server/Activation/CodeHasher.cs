using System.Security.Cryptography;
using System.Text;
using EidBridge.Server.Site;

namespace EidBridge.Server.Activation;

/// <summary>Six digits are guessed from a plain hash in a millisecond, so the key is outside the database.</summary>
internal sealed class CodeHasher(MasterKey master)
{
    private readonly byte[] _key = master.For("one-time-code");

    public byte[] Hash(ActivationCode code, string salt) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{salt}\n{code.Digits}"));

    /// <summary>A fresh code, every one of a million as likely as another.</summary>
    public static ActivationCode Make() =>
        ActivationCode.TryParse(RandomNumberGenerator.GetString("0123456789", ActivationCode.Length))!;
}
