using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static EidBridge.VirtualCard.Tests.TestCards;

namespace EidBridge.VirtualCard.Tests;

[TestClass]
public sealed class CardTests
{
    [TestMethod]
    [DataRow("00A4080C063F00DF005038", "9000", DisplayName = "SELECT by path")]
    [DataRow("00A4080C04DF005038", "9000", DisplayName = "SELECT by path without 3F00")]
    [DataRow("00A4080C063F00DF005099", "6A82", DisplayName = "SELECT of no file")]
    [DataRow("00A4090C02DF00", "6A86", DisplayName = "SELECT with a wrong P1")]
    [DataRow("00A4080C033F00DF", "6A87", DisplayName = "SELECT with half an id")]
    [DataRow("00A4080C063F00DF005038FF", "9000", DisplayName = "a Le behind the data is dropped (T=0)")]
    [DataRow("00A4080C063F00DF0050", "6700", DisplayName = "less data than Lc says")]
    [DataRow("00B0800000", "6986", DisplayName = "READ BINARY by short id, no file")]
    [DataRow("00200000 00", "6A86", DisplayName = "VERIFY of another PIN")]
    [DataRow("0020000104 24123400", "6700", DisplayName = "VERIFY with half a block")]
    [DataRow("80E400021F", "6A86", DisplayName = "GET CARD DATA of a third kind")]
    [DataRow("80B2060600", "6981", DisplayName = "READ RECORD with no file")]
    [DataRow("0088028102 9430", "6A80", DisplayName = "INTERNAL AUTHENTICATE without a hash")]
    [DataRow("00A4040C0FA00000003029057000AD13100101FF", "9000", DisplayName = "SELECT of the applet")]
    [DataRow("00A4020C02DF00", "9000", DisplayName = "SELECT of a DF by id")]
    [DataRow("00B0000000", "6986", DisplayName = "READ BINARY with no file")]
    [DataRow("80E400001B", "6C1C", DisplayName = "GET CARD DATA with a wrong length")]
    [DataRow("002A9E9A020000", "6985", DisplayName = "PSO before MSE SET")]
    [DataRow("002241B6050480028482", "6A88", DisplayName = "MSE SET outside DF00")]
    [DataRow("00C0000010", "6985", DisplayName = "GET RESPONSE of nothing")]
    [DataRow("80E60000", "9000", DisplayName = "LOG OFF")]
    [DataRow("0020000100", "63C3", DisplayName = "VERIFY, status only")]
    [DataRow("00FF0000", "6D00", DisplayName = "unknown instruction")]
    [DataRow("A0A40000", "6E00", DisplayName = "unknown class")]
    public void FreshCard_AnswersAsItsManualSays(string command, string status)
    {
        var card = Make(new CardOptions());

        Assert.AreEqual(status, card.Send(command));
    }

    [TestMethod]
    public void ReadBinary_PastTheEnd_TellsTheExactLengthAndThenTheOffset()
    {
        var card = Make(new CardOptions());
        card.Send("00A4080C023F00");
        card.Send("00A4020C022F00");

        Assert.AreEqual("6C25", card.Send("00B0000000"));
        Assert.EndsWith("9000", card.Send("00B0000025"));
        Assert.AreEqual("6B00", card.Send("00B0002501"));
    }

    [TestMethod]
    [DataRow(false, "63C0", DisplayName = "the last try answers 63C0")]
    [DataRow(true, "6983", DisplayName = "the last try answers 6983")]
    public void WrongPin_ThreeTimes_BlocksAlsoTheRightOne(bool blocked, string last)
    {
        var card = Make(new CardOptions { LastTryAnswersBlocked = blocked });

        Assert.AreEqual("63C2", card.Send(WrongPin));
        Assert.AreEqual("63C1", card.Send(WrongPin));
        Assert.AreEqual(last, card.Send(WrongPin));
        Assert.AreEqual("6983", card.Send(RightPin));
    }

    [TestMethod]
    public void RightPin_AfterAWrongOne_GivesAllTriesBack()
    {
        var card = Make(new CardOptions());
        card.Send(WrongPin);

        Assert.AreEqual("9000", card.Send(RightPin));
        Assert.AreEqual(3, card.TriesLeft);
        Assert.AreEqual("63C2", card.Send(WrongPin));
        Assert.AreEqual("63C2", card.Send("0020000100"), "a wrong PIN clears an earlier success");
    }

    [TestMethod]
    public void ChangePin_TakesTheNewOneAndRefusesANonsense()
    {
        var card = Make(new CardOptions());

        Assert.AreEqual("6A80", card.Send("0024000110 241234FFFFFFFFFF 2F1234FFFFFFFFFF"));
        Assert.AreEqual("9000", card.Send("0024000110 241234FFFFFFFFFF 2556789FFFFFFFFF"));
        Assert.AreEqual("63C2", card.Send(RightPin));
        Assert.AreEqual("9000", card.Send("00200001082556789FFFFFFFFF"));
    }

    [TestMethod]
    [DataRow(Applet.V18, "02", "6160")]
    [DataRow(Applet.V17, "08", "6100")]
    public void Signature_WithTheAuthenticationKey_VerifiesUnderTheCertificate(Applet applet, string algorithm, string announced)
    {
        var content = Issue(CardPersons.An, applet);
        var card = new VirtualEidCard(content, new CardOptions());
        var hash = RandomNumberGenerator.GetBytes(applet == Applet.V18 ? 48 : 32);
        card.Send("00A4080C063F00DF005038");
        card.Send($"002241B6050480{algorithm}8482");

        Assert.AreEqual("6982", card.Send($"002A9E9A{hash.Length:X2}{Convert.ToHexString(hash)}"), "no signature before the PIN");
        Assert.AreEqual("9000", card.Send(RightPin));
        Assert.AreEqual(announced, card.Send($"002A9E9A{hash.Length:X2}{Convert.ToHexString(hash)}"));
        var signature = Convert.FromHexString(card.Send($"00C00000{announced[2..]}")[..^4]);

        using var ec = content.Authentication.GetECDsaPublicKey();
        using var rsa = content.Authentication.GetRSAPublicKey();
        Assert.IsTrue(ec?.VerifyHash(hash, signature) ?? rsa!.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [TestMethod]
    [DataRow(Applet.V17, false)]
    [DataRow(Applet.V18, true)]
    public void NonRepudiationKey_ToleratesACommandAfterVerify_Only18(Applet applet, bool tolerated)
    {
        var card = new VirtualEidCard(Issue(CardPersons.An, applet), new CardOptions());
        var (algorithm, hash) = applet == Applet.V18 ? ("02", new string('A', 96)) : ("08", new string('A', 64));
        card.Send("00A4080C043F00DF00");
        card.Send($"002241B6050480{algorithm}8483");
        card.Send(RightPin);
        card.Send("0020000100");

        Assert.AreEqual(tolerated ? "61" : "69", card.Send($"002A9E9A{hash.Length / 2:X2}{hash}")[..2]);
        Assert.AreEqual("6982", card.Send($"002A9E9A{hash.Length / 2:X2}{hash}"), "one VERIFY, one signature");
    }

    [TestMethod]
    public void LogOff_AndReset_ForgetThePin()
    {
        var card = Make(new CardOptions());
        card.Send(RightPin);
        card.Send("80E60000");
        Assert.AreEqual("63C3", card.Send("0020000100"));

        card.Send(RightPin);
        card.Reset();
        Assert.AreEqual("63C3", card.Send("0020000100"));
    }

    [TestMethod]
    public void FollowingReader_HidesTheLengthAnswers()
    {
        var card = Make(new CardOptions { FollowResponse = true });
        card.Send("00A4080C043F002F00");

        Assert.EndsWith("9000", card.Send("00B0000000"));
    }

    [TestMethod]
    public void PulledCard_AnswersNothingAtThatCommand()
    {
        var card = Make(new CardOptions { PullAtApdu = 2 });
        card.Send("80E60000");

        Assert.ThrowsExactly<CardPulledException>(() => card.Send("80E60000"));
        Assert.AreEqual("9000", card.Send("80E60000"), "and answers again when it is back");
    }

    [TestMethod]
    public void Log_CountsBytesAndHoldsNoPin()
    {
        var card = Make(new CardOptions());

        card.Send(RightPin);

        Assert.AreEqual("VERIFY in=13 out=2 sw=9000", card.Log.Single().ToString());
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void IdentityAndAddress_AreSignedByTheRegister(Applet applet)
    {
        var content = Issue(CardPersons.Jurgen, applet);
        var files = content.Files;
        var address = files["3F00DF014033"].AsSpan().TrimEnd((byte)0).ToArray();

        Assert.IsTrue(IsSigned(content, files["3F00DF014031"], files["3F00DF014032"]));
        Assert.IsTrue(IsSigned(content, [.. address, .. files["3F00DF014032"]], files["3F00DF014034"]));
    }

    [TestMethod]
    public void ReadRecord_GivesTheNationalNumberAlone()
    {
        var card = Make(new CardOptions());
        card.Send("00A4080C063F00DF014031");
        var announced = card.Send("80B2060600");

        var record = Convert.FromHexString(card.Send($"00C00000{announced[2..]}")[..^4]);

        Assert.AreEqual(CardPersons.An.NationalNumber, System.Text.Encoding.ASCII.GetString(record.AsSpan(2)));
    }

    private static bool IsSigned(CardContent content, byte[] data, byte[] signature)
    {
        using var rsa = content.NationalRegister.GetRSAPublicKey();
        using var ec = content.NationalRegister.GetECDsaPublicKey();
        return rsa?.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ?? ec!.VerifyData(data, signature.AsSpan(0, 2 + signature[1]), HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
    }
}
