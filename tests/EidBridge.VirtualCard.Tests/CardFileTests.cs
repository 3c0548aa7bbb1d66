using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static EidBridge.VirtualCard.Tests.TestCards;

namespace EidBridge.VirtualCard.Tests;

/// <summary>What lies in the files of a card.</summary>
[TestClass]
public sealed class CardFileTests
{
    [TestMethod]
    [DataRow("3F002F00", 37, 37, DisplayName = "EF.DIR")]
    [DataRow("3F00DF005031", 36, 36, DisplayName = "ODF")]
    [DataRow("3F00DF005032", 41, 41, DisplayName = "TokenInfo")]
    [DataRow("3F00DF005034", 53, 53, DisplayName = "AODF")]
    [DataRow("3F00DF005035", 119, 119, DisplayName = "PrKDF")]
    [DataRow("3F00DF005037", 163, 175, DisplayName = "CDF")]
    [DataRow("3F00DF014032", 256, 104, DisplayName = "signature of the identity")]
    [DataRow("3F00DF014033", 117, 135, DisplayName = "address")]
    [DataRow("3F00DF014034", 256, 104, DisplayName = "signature of the address")]
    [DataRow("3F00DF014040", null, 120, DisplayName = "basic key")]
    public void File_HasTheSizeOfTheReferenceCard(string path, int? on17, int? on18)
    {
        Assert.AreEqual(on17, SizeOf(Applet.V17));
        Assert.AreEqual(on18, SizeOf(Applet.V18));

        int? SizeOf(Applet applet) => Issue(CardPersons.An, applet).Files.TryGetValue(path, out var file) ? file.Length : null;
    }

    [TestMethod]
    [DataRow(Applet.V17, 50, 1300)]
    [DataRow(Applet.V18, 1100, 2500)]
    public void Certificates_ArePaddedWithZeros_AndAnAbsentOneIsAllZero(Applet applet, int padding, int absent)
    {
        var an = Issue(CardPersons.An, applet);
        var emma = Issue(CardPersons.Emma, applet);

        CollectionAssert.AreEqual((byte[])[.. an.Authentication.RawData, .. new byte[padding]], an.Files["3F00DF005038"]);
        CollectionAssert.AreEqual((byte[])[.. an.Root.RawData, .. new byte[padding]], an.Files["3F00DF00503B"]);
        CollectionAssert.AreEqual(new byte[absent], emma.Files["3F00DF005039"]);
    }

    [TestMethod]
    public void KidsCard_HasNoSignatureKeyInItsDirectories()
    {
        var emma = Issue(CardPersons.Emma, Applet.V18);
        var card = new VirtualEidCard(emma, new CardOptions());

        Assert.DoesNotContain("Signature", Encoding.ASCII.GetString(emma.Files["3F00DF005037"]));
        Assert.HasCount(Issue(CardPersons.An, Applet.V18).Files["3F00DF005037"].Length, emma.Files["3F00DF005037"], "the rest is zero filled");
        Assert.AreEqual("6A88", card.SendAll(SelectDirectory, "002241B6050480028483"));
    }

    [TestMethod]
    [DataRow(Applet.V17, "A5030101011700030121010F")]
    [DataRow(Applet.V18, "A5030101011800010100010F")]
    public void CardData_NamesTheChipAndTheApplet(Applet applet, string versions)
    {
        var chip = Convert.ToHexString(Issue(CardPersons.An, applet).ChipNumber.Span);

        Assert.AreEqual(chip + versions + "9000", Make(applet).Send("80E400001C"));
    }

    [TestMethod]
    public void CardData_Of18_CanTellTheTriesLeft()
    {
        var card = Make(new CardOptions { TriesLeft = 2 });

        Assert.AreEqual("02", card.Send("80E400011F")[56..58]);
        Assert.AreEqual("6C1F", card.Send("80E4000100"));
        Assert.AreEqual("6A86", Make(Applet.V17).Send("80E400011F"));
    }

    [TestMethod]
    [DataRow(false, "6A82", DisplayName = "only from the MF")]
    [DataRow(true, "9000", DisplayName = "from anywhere")]
    public void DirectoryById_FromAnotherDirectory_AnswersAsConfigured(bool anywhere, string status)
    {
        var card = Make(new CardOptions { DirectoriesFromAnywhere = anywhere });

        Assert.AreEqual(status, card.SendAll(SelectDirectory, "00A4020C02DF01"));
        Assert.AreEqual("9000", card.SendAll("00A4020C023F00", "00A4020C02DF01", "00A4020C024031"));
    }

    [TestMethod]
    [DataRow("jurgen", "28.FEB.1969", "Kaufmann", "Jürgen")]
    [DataRow("lucie", "03 NOV 1975", "Dubois", "Lucie Anne")]
    [DataRow("an", "17 MEI 1980", "Peeters", "An Maria")]
    public void Identity_IsWrittenInThePersonsLanguage(string name, string born, string surname, string given)
    {
        var fields = Fields(Issue(CardPersons.Find(name), Applet.V18).Files["3F00DF014031"]);

        Assert.AreEqual(born, Encoding.UTF8.GetString(fields[0x0C]));
        Assert.AreEqual(surname, Encoding.UTF8.GetString(fields[0x07]));
        Assert.AreEqual(given, Encoding.UTF8.GetString(fields[0x08]));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void Identity_HoldsTheHashOfThePhoto_AndTheChipNumber(Applet applet)
    {
        var content = Issue(CardPersons.An, applet);
        var fields = Fields(content.Files["3F00DF014031"]);
        var photo = content.Files["3F00DF014035"];

        CollectionAssert.AreEqual(applet == Applet.V18 ? SHA384.HashData(photo) : SHA256.HashData(photo), fields[0x11]);
        CollectionAssert.AreEqual(content.ChipNumber.ToArray(), fields[0x02]);
        Assert.AreEqual(applet == Applet.V18, fields.ContainsKey(0x1A));
    }

    [TestMethod]
    public void CardNumber_OfACitizen_HasItsCheckDigits_AndAForeignersABefore()
    {
        var citizen = Encoding.ASCII.GetString(Fields(Issue(CardPersons.An, Applet.V18).Files["3F00DF014031"])[0x01]);
        var foreigner = Encoding.ASCII.GetString(Fields(Issue(CardPersons.Maria, Applet.V18).Files["3F00DF014031"])[0x01]);
        var rest = long.Parse(citizen[..10], CultureInfo.InvariantCulture) % 97;

        Assert.AreEqual(rest == 0 ? 97 : rest, long.Parse(citizen[10..], CultureInfo.InvariantCulture));
        Assert.MatchesRegex("^B[0-9]{9}$", foreigner);
    }

    [TestMethod]
    public void WholeFile_ReadInBlocks_ComesOutAsItIs()
    {
        var content = Issue(CardPersons.An, Applet.V18);
        var card = Make();
        card.Send("00A4080C063F00DF005038");
        var read = new List<byte>();

        for (var answer = string.Empty; answer != "6B00";)
        {
            answer = card.Send(FormattableString.Invariant($"00B0{read.Count:X4}00"));
            answer = answer.StartsWith("6C", StringComparison.Ordinal) && answer.Length == 4
                ? card.Send(FormattableString.Invariant($"00B0{read.Count:X4}{answer[2..]}"))
                : answer;
            read.AddRange(Convert.FromHexString(answer[..^4]));
        }

        CollectionAssert.AreEqual(content.Files["3F00DF005038"], read);
    }

    private static Dictionary<byte, byte[]> Fields(byte[] file)
    {
        var fields = new Dictionary<byte, byte[]>();
        for (var i = 0; i + 1 < file.Length; i += 2 + file[i + 1])
        {
            fields[file[i]] = file[(i + 2)..(i + 2 + file[i + 1])];
        }

        return fields;
    }
}
