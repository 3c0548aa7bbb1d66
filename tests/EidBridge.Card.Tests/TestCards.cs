using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>One PKI for all tests of this project; each card of it is the same each time.</summary>
internal static class TestCards
{
    public static CardPki Pki { get; } = CardPki.Create(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public static VirtualEidCard Make(CardPerson person, CardOptions options) => new(Pki.Issue(person, options.Applet), options);

    public static VirtualEidCard Make(Applet applet = Applet.V18) => Make(CardPersons.An, new CardOptions { Applet = applet });

    public static Pin Pin(string digits = "1234") => new(System.Text.Encoding.ASCII.GetBytes(digits));

    public static byte[] Hash(Applet applet) => [.. Enumerable.Range(0, applet == Applet.V18 ? 48 : 32).Select(i => (byte)i)];

    public static bool Verifies(CardPerson person, Applet applet, byte[] signature)
    {
        var certificate = Pki.Issue(person, applet).Authentication;
        using var ec = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPublicKey(certificate);
        using var rsa = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(certificate);
        return ec?.VerifyHash(Hash(applet), signature)
            ?? rsa!.VerifyHash(Hash(applet), signature, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
    }
}
