using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>One PKI for all tests of this project; each card of it is the same each time.</summary>
internal static class TestCards
{
    public static CardPki Pki { get; } = CardPki.Create(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public static VirtualEidCard Make(CardPerson person, CardOptions options) => new(Pki.Issue(person, options.Applet), options);

    public static VirtualEidCard Make(Applet applet = Applet.V18) => Make(CardPersons.An, new CardOptions { Applet = applet });

    public static Pin Pin(string digits = "1234") => new(System.Text.Encoding.ASCII.GetBytes(digits));

    /// <summary>What a login with this applet signs: SHA-384 on 1.8, SHA-256 on 1.7.</summary>
    public static HashToSign Hash(Applet applet) => applet == Applet.V18 ? Hash(HashAlgorithmName.SHA384, 48) : Hash(HashAlgorithmName.SHA256, 32);

    public static HashToSign Hash(HashAlgorithmName function, int length) => new(function, [.. Enumerable.Range(0, length).Select(i => (byte)i)]);

    public static bool Verifies(CardPerson person, Applet applet, byte[] signature) =>
        Verifies(Pki.Issue(person, applet).Authentication, Hash(applet), signature);

    public static bool Verifies(X509Certificate2 certificate, HashToSign hash, byte[] signature)
    {
        using var ec = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return ec?.VerifyHash(hash.Value, signature) ?? rsa!.VerifyHash(hash.Value, signature, hash.Function, RSASignaturePadding.Pkcs1);
    }
}
