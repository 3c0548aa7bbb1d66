using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard.Content;

namespace EidBridge.VirtualCard;

/// <summary>What is personalised into one card.</summary>
public sealed class CardContent
{
    /// <summary>Whose card it is.</summary>
    public required CardPerson Person { get; init; }

    /// <summary>Its generation; it decides the kind of every key.</summary>
    public required Applet Applet { get; init; }

    /// <summary>With its private key (82h).</summary>
    public required X509Certificate2 Authentication { get; init; }

    /// <summary>With its private key (83h); null on kids' cards.</summary>
    public required X509Certificate2? Signature { get; init; }

    /// <summary>With its private key (81h); applet 1.8 only.</summary>
    public required X509Certificate2? BasicKey { get; init; }

    /// <summary>The CA that issued the two certificates above.</summary>
    public required X509Certificate2 IssuingCa { get; init; }

    /// <summary>The root of <see cref="IssuingCa"/>.</summary>
    public required X509Certificate2 Root { get; init; }

    /// <summary>With the private key that signs the identity and address files.</summary>
    public required X509Certificate2 NationalRegister { get; init; }

    /// <summary>The transparent files by path, for example <c>3F00DF014031</c> for the identity.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; private set; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    /// <summary>Derived from the authentication key: the same card has the same number.</summary>
    public ReadOnlyMemory<byte> ChipNumber => SHA256.HashData(Authentication.GetPublicKey()).AsMemory(0, 16);

    /// <param name="keep">Gives what was made under a name before: a signature of the register is made once in a card's life.</param>
    internal CardContent WithFiles(Func<string, Func<byte[]>, byte[]> keep)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        Pkcs15Files.AddTo(files, this);
        CertificateFiles.AddTo(files, this);
        IdentityFiles.AddTo(files, this, keep);
        Files = files;
        return this;
    }
}
