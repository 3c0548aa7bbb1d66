using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.VirtualCard.Content;

/// <summary>DF(ID): identity 4031, address 4033, photo 4035, the register's signatures 4032 and 4034, basic key 4040.</summary>
internal static class IdentityFiles
{
    private static readonly string[] DutchMonths = ["JAN", "FEB", "MAAR", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"];
    private static readonly string[] FrenchMonths = ["JAN", "FEV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOUT", "SEPT", "OCT", "NOV", "DEC"];
    private static readonly string[] GermanMonths = ["JAN", "FEB", "MÄR", "APR", "MAI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEZ"];

    public static void AddTo(Dictionary<string, byte[]> files, CardContent content, Func<string, Func<byte[]>, byte[]> keep)
    {
        var photo = ReadPhoto(content.Applet);
        var identity = Identity(content, photo);
        var identitySignature = Keep(identity);
        var address = Address(content.Person);
        byte[] addressFile = [.. address, .. new byte[(content.Applet == Applet.V18 ? 135 : 117) - address.Length]];

        files["3F00DF014031"] = identity;
        files["3F00DF014032"] = identitySignature;
        files["3F00DF014033"] = addressFile;
        files["3F00DF014034"] = Keep([.. address, .. identitySignature]);
        files["3F00DF014035"] = photo;
        if (content.BasicKey is { } basic)
        {
            files["3F00DF014040"] = basic.PublicKey.ExportSubjectPublicKeyInfo();
        }

        byte[] Keep(byte[] data) =>
            keep($"{content.Person}-{content.Applet}-{Convert.ToHexStringLower(SHA256.HashData(data).AsSpan(0, 8))}", () => Sign(content, data));
    }

    private static byte[] Identity(CardContent content, byte[] photo)
    {
        var person = content.Person;
        var given = person.GivenNames.Split(' ');
        var file = new TagFile()
            .Add(0x01, CardNumber(content))
            .Add(0x02, content.ChipNumber.Span)
            .Add(0x03, Day(content.Authentication.NotBefore))
            .Add(0x04, Day(content.Authentication.NotAfter))
            .Add(0x05, person.Municipality)
            .Add(0x06, person.NationalNumber)
            .Add(0x07, person.Surname)
            .Add(0x08, string.Join(' ', given.Take(2)))
            .Add(0x09, given.Length > 2 ? given[2][..1] : string.Empty)
            .Add(0x0A, person.Nationality)
            .Add(0x0B, person.BirthPlace)
            .Add(0x0C, BirthDate(person))
            .Add(0x0D, person.Sex)
            .Add(0x0E, string.Empty)
            .Add(0x0F, person.DocumentType)
            .Add(0x10, "0")
            .Add(0x11, content.Applet == Applet.V18 ? SHA384.HashData(photo) : SHA256.HashData(photo));
        if (content.BasicKey is { } basic)
        {
            file.Add(0x1A, SHA384.HashData(basic.PublicKey.ExportSubjectPublicKeyInfo()));
        }

        return file.ToArray();
    }

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    // A citizen's card has 12 digits that end in the rest modulo 97 (97 for 0); a foreigner's has B and 9 digits.
    private static string CardNumber(CardContent content)
    {
        var seven = BinaryPrimitives.ReadUInt32BigEndian(content.ChipNumber.Span) % 10_000_000L;
        var number = content.Person.IsForeigner ? seven : 5_900_000_000L + seven;
        var check = number % 97 == 0 ? 97 : number % 97;
        return content.Person.IsForeigner ? FormattableString.Invariant($"B{number:0000000}{check:00}") : FormattableString.Invariant($"{number}{check:00}");
    }

    private static byte[] Address(CardPerson person) =>
        new TagFile().Add(0x01, person.Street).Add(0x02, person.Zip).Add(0x03, person.Municipality).ToArray();

    private static string BirthDate(CardPerson person)
    {
        var months = person.Language switch { "fr" => FrenchMonths, "de" => GermanMonths, _ => DutchMonths };
        var separator = person.Language == "de" ? "." : " ";
        return string.Join(separator, person.Born.Day.ToString("00", CultureInfo.InvariantCulture), months[person.Born.Month - 1], person.Born.Year);
    }

    // 1.7: RSA PKCS#1 v1.5 with SHA-256; 1.8: ECDSA with SHA-384 in DER, zero padded to 104 bytes.
    private static byte[] Sign(CardContent content, byte[] data)
    {
        if (content.Applet == Applet.V17)
        {
            using var rsa = content.NationalRegister.GetRSAPrivateKey()!;
            return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ec = content.NationalRegister.GetECDsaPrivateKey()!;
        var der = ec.SignData(data, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        return [.. der, .. new byte[104 - der.Length]];
    }

    // The older card's photo is one block shorter, as in the reference's counts.
    private static byte[] ReadPhoto(Applet applet)
    {
        using var stream = typeof(IdentityFiles).Assembly.GetManifestResourceStream(applet == Applet.V18 ? "photo.jpg" : "photo-1.7.jpg")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
