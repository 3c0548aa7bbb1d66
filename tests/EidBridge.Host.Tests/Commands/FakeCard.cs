using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Card;

namespace EidBridge.Host.Tests.Commands;

/// <summary>A card that answers from a script: what each reading and each signing comes to.</summary>
internal sealed class FakeCard
{
    private readonly Func<HashToSign, byte[]> _sign;
    private readonly string _given;
    private readonly string _surname;

    private FakeCard(string given, string surname, byte[] certificate, byte[] signing, Func<HashToSign, byte[]> sign)
    {
        (_given, _surname) = (given, surname);
        Certificate = certificate;
        SigningCertificate = signing;
        _sign = sign;
    }

    public byte[] Certificate { get; set; }

    /// <summary>The reader it is in has a keypad.</summary>
    public bool HasPinPad { get; set; }

    /// <summary>What the card says of its PIN when it is asked; null where it refuses to. Signing counts it down.</summary>
    public int? TriesLeft { get; set; } = 3;

    /// <summary>The name of a <see cref="CardFault"/>: what the question comes to in its place.</summary>
    public string? FactsFault { get; set; }

    /// <summary>Set for a token of a module.</summary>
    public TokenPin? TokenPin { get; set; }

    /// <summary>Null for a kids' card.</summary>
    public byte[]? SigningCertificate { get; set; }

    /// <summary>Words in order: <c>ok</c> or the name of a <see cref="CardFault"/>; <c>ok</c> when it is empty.</summary>
    public Queue<string> Reads { get; } = new();

    /// <summary>Words in order: <c>right</c>, <c>wrong N</c>, <c>blocked</c>, <c>forged</c>, a fault; <c>right</c> when it is empty.</summary>
    public Queue<string> Signs { get; } = new();

    public static FakeCard Ec(string given, string surname, DateTimeOffset from, DateTimeOffset until)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        return new FakeCard(given, surname, Issue("Authentication"), Issue("Signature"), hash => key.SignHash(hash.Value.ToArray()));

        byte[] Issue(string purpose) =>
            new CertificateRequest(Subject(given, surname, purpose), key, HashAlgorithmName.SHA384).CreateSelfSigned(from, until).RawData;
    }

    public static FakeCard Rsa(string given, string surname, DateTimeOffset from, DateTimeOffset until)
    {
        var key = RSA.Create(2048);
        return new FakeCard(
            given, surname, Issue("Authentication"), Issue("Signature"),
            hash => key.SignHash(hash.Value.ToArray(), hash.Function, RSASignaturePadding.Pkcs1));

        byte[] Issue(string purpose) =>
            new CertificateRequest(Subject(given, surname, purpose), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(from, until).RawData;
    }

    public byte[] Read(CardCertificate certificate)
    {
        Obey();
        return certificate == CardCertificate.Signing
            ? SigningCertificate ?? throw Fault(nameof(CardFault.CertificateMissing))
            : Certificate;
    }

    public byte[] Read(CardFile file)
    {
        Obey();
        return file switch
        {
            CardFile.Identity => Tags(new()
            {
                [0x01] = "592123456789",
                [0x03] = "01.02.2025",
                [0x04] = "01.02.2035",
                [0x06] = "80051799801",
                [0x07] = _surname,
                [0x08] = _given,
                [0x0C] = "17 MEI 1980",
                [0x0D] = "V",
                [0x0E] = string.Empty,
                [0x0F] = "1",
            }),
            CardFile.Address => [.. Tags(new() { [0x01] = "Kouter 12", [0x02] = "9000", [0x03] = "Gent" }), .. new byte[20]],
            CardFile.Photo => [0xFF, 0xD8, 0xFF, 0xD9],
            _ => [0x30, 0x00],
        };
    }

    public CardFacts ReadFacts() => FactsFault is { } fault ? throw Fault(fault) : new CardFacts("1.8", TriesLeft);

    public SigningResult Sign(HashToSign hash)
    {
        var word = Signs.Count > 0 ? Signs.Dequeue() : "right";
        return word switch
        {
            "right" => Counted(3, new SigningResult.Signed(_sign(hash))),
            "forged" => new SigningResult.Signed(_sign(new HashToSign(hash.Function, SHA512.HashData(hash.Value).AsSpan(0, hash.Value.Length)))),
            "keypad-cancelled" => new SigningResult.KeypadCancelled(),
            "keypad-timed-out" => new SigningResult.KeypadTimedOut(),
            "blocked" => Counted(0, new SigningResult.PinBlocked()),
            _ when word.StartsWith("wrong ", StringComparison.Ordinal) => Counted(word[^1] - '0', new SigningResult.WrongPin(word[^1] - '0')),
            _ => throw Fault(word),
        };
    }

    private static CardException Fault(string word) => new(Enum.Parse<CardFault>(word), "scripted");

    private static byte[] Tags(Dictionary<byte, string> tags)
    {
        var file = new List<byte>();
        foreach (var (tag, text) in tags)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            file.AddRange([tag, (byte)bytes.Length, .. bytes]);
        }

        return [.. file];
    }

    private static X500DistinguishedName Subject(string given, string surname, string purpose) =>
        new($"CN={given} {surname} ({purpose}), G={given}, SN={surname}, SERIALNUMBER=00000000000, C=BE");

    private SigningResult Counted(int left, SigningResult result)
    {
        TriesLeft = TriesLeft is null ? null : left;
        return result;
    }

    private void Obey()
    {
        if (Reads.TryDequeue(out var word) && word is not "ok")
        {
            throw Fault(word);
        }
    }
}
