using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Card;

namespace EidBridge.Host.Tests.Commands;

/// <summary>A card that answers from a script: what each reading and each signing comes to.</summary>
internal sealed class FakeCard
{
    private readonly Func<byte[], byte[]> _sign;

    private FakeCard(byte[] certificate, Func<byte[], byte[]> sign)
    {
        Certificate = certificate;
        _sign = sign;
    }

    public byte[] Certificate { get; set; }

    /// <summary>Words in order: <c>ok</c> or the name of a <see cref="CardFault"/>; <c>ok</c> when it is empty.</summary>
    public Queue<string> Reads { get; } = new();

    /// <summary>Words in order: <c>right</c>, <c>wrong N</c>, <c>blocked</c>, <c>forged</c>, a fault; <c>right</c> when it is empty.</summary>
    public Queue<string> Signs { get; } = new();

    public static FakeCard Ec(string given, string surname, DateTimeOffset from, DateTimeOffset until)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(Subject(given, surname), key, HashAlgorithmName.SHA384);
        return new FakeCard(request.CreateSelfSigned(from, until).RawData, hash => key.SignHash(hash));
    }

    public static FakeCard Rsa(string given, string surname, DateTimeOffset from, DateTimeOffset until)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest(Subject(given, surname), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new FakeCard(
            request.CreateSelfSigned(from, until).RawData,
            hash => key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public byte[] Read()
    {
        var word = Reads.Count > 0 ? Reads.Dequeue() : "ok";
        return word is "ok" ? Certificate : throw Fault(word);
    }

    public SigningResult Sign(byte[] hash)
    {
        var word = Signs.Count > 0 ? Signs.Dequeue() : "right";
        return word switch
        {
            "right" => new SigningResult.Signed(_sign(hash)),
            "forged" => new SigningResult.Signed(_sign(SHA384.HashData(hash)[..hash.Length])),
            "blocked" => new SigningResult.PinBlocked(),
            _ when word.StartsWith("wrong ", StringComparison.Ordinal) => new SigningResult.WrongPin(word[^1] - '0'),
            _ => throw Fault(word),
        };
    }

    private static CardException Fault(string word) => new(Enum.Parse<CardFault>(word), "scripted");

    private static X500DistinguishedName Subject(string given, string surname) =>
        new($"CN={given} {surname} (Authentication), G={given}, SN={surname}, SERIALNUMBER=00000000000, C=BE");
}
