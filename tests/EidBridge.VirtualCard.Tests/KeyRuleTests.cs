using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static EidBridge.VirtualCard.Tests.TestCards;

namespace EidBridge.VirtualCard.Tests;

/// <summary>Which VERIFY opens which key, and what each algorithm takes.</summary>
[TestClass]
public sealed class KeyRuleTests
{
    private static readonly byte[] Hash48 = RandomNumberGenerator.GetBytes(48);
    private static readonly byte[] Hash32 = RandomNumberGenerator.GetBytes(32);

    [TestMethod]
    public void AuthenticationKey_AfterOneVerify_SignsAnyNumberOfTimes()
    {
        var card = Make();
        card.SendAll(RightPin, SelectDirectory, "002241B6050480028482", "00A4080C063F00DF014031");

        Assert.AreEqual("6160", card.Send(Sign(Hash48)));
        Assert.AreEqual("6160", card.Send(Sign(Hash48)));
    }

    [TestMethod]
    [DataRow(Applet.V17, "08")]
    [DataRow(Applet.V18, "01")]
    public void NonRepudiationKey_WithThePinBeforeMseSet_StaysClosed(Applet applet, string algorithm)
    {
        var card = Make(applet);

        Assert.AreEqual("6982", card.SendAll(SelectDirectory, RightPin, $"002241B6050480{algorithm}8483", Sign(Hash32)));
    }

    [TestMethod]
    public void NonRepudiationKey_HavingSigned_LeavesTheAuthenticationKeyClosed()
    {
        var card = Make();

        Assert.AreEqual("6160", card.SendAll(SelectDirectory, "002241B6050480028483", RightPin, Sign(Hash48)));
        Assert.AreEqual("6982", card.SendAll("002241B6050480028482", Sign(Hash48)));
    }

    [TestMethod]
    public void WrongPin_ClosesAnOpenKey()
    {
        var card = Make();

        Assert.AreEqual("6982", card.SendAll(SelectDirectory, "002241B6050480028482", RightPin, WrongPin, Sign(Hash48)));
    }

    [TestMethod]
    [DataRow("00A4040C0FA00000003029057000AD13100101FF", DisplayName = "SELECT of the applet")]
    [DataRow("80E60000", DisplayName = "LOG OFF")]
    public void PinState_EndsWith(string command)
    {
        var card = Make();

        Assert.AreEqual("63C3", card.SendAll(RightPin, command, "0020000100"));
    }

    [TestMethod]
    [DataRow(false, "6A88", DisplayName = "only inside DF00")]
    [DataRow(true, "9000", DisplayName = "anywhere")]
    public void MseSet_OutsideItsDirectory_AnswersAsConfigured(bool anywhere, string status)
    {
        var card = Make(new CardOptions { SecurityEnvironmentAnywhere = anywhere });

        Assert.AreEqual(status, card.SendAll("00A4080C063F00DF014031", "002241B6050480028482"));
    }

    [TestMethod]
    [DataRow(Applet.V18, "002241B6050480038482", "6A80", DisplayName = "1.8, no such algorithm")]
    [DataRow(Applet.V17, "002241B6050480408482", "6A80", DisplayName = "1.7, an algorithm of 1.8")]
    [DataRow(Applet.V18, "002241B6050480028484", "6A88", DisplayName = "no such key")]
    [DataRow(Applet.V18, "002241B8050480028482", "6A86", DisplayName = "another template")]
    [DataRow(Applet.V18, "002241B6020480", "6A80", DisplayName = "half the data")]
    public void MseSet_OfNonsense_IsRefused(Applet applet, string command, string status)
    {
        var card = Make(applet);

        Assert.AreEqual(status, card.SendAll(SelectDirectory, command));
    }

    [TestMethod]
    [DataRow(Applet.V18, "01", 32)]
    [DataRow(Applet.V18, "02", 48)]
    [DataRow(Applet.V18, "04", 64)]
    [DataRow(Applet.V18, "08", 32)]
    [DataRow(Applet.V18, "10", 48)]
    [DataRow(Applet.V18, "20", 64)]
    [DataRow(Applet.V18, "40", 20)]
    [DataRow(Applet.V17, "02", 20)]
    [DataRow(Applet.V17, "04", 16)]
    [DataRow(Applet.V17, "08", 32)]
    [DataRow(Applet.V17, "10", 20)]
    [DataRow(Applet.V17, "20", 32)]
    public void Algorithm_SignsItsHashLengthAlone(Applet applet, string algorithm, int length)
    {
        var card = Make(applet);
        card.SendAll(SelectDirectory, $"002241B6050480{algorithm}8482", RightPin);
        var hash = RandomNumberGenerator.GetBytes(length);

        Assert.AreEqual("6700", card.Send(Sign([.. hash, 0x00])));
        var signature = Fetch(card, Sign(hash));

        Assert.IsTrue(Verifies(applet, algorithm, hash, signature));
    }

    [TestMethod]
    public void DigestInfo_OnThe17Card_IsPaddedAndSignedAsItComes()
    {
        var card = Make(Applet.V17);
        byte[] info = [.. Bytes("3031300D060960864801650304020105000420"), .. Hash32];
        card.SendAll(SelectDirectory, "002241B6050480018482", RightPin);

        var signature = Fetch(card, Sign(info));

        using var key = Issue(CardPersons.An, Applet.V17).Authentication.GetRSAPublicKey()!;
        Assert.IsTrue(key.VerifyHash(Hash32, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [TestMethod]
    public void ChipProof_VerifiesUnderTheBasicKeyFile_AndNeedsNoPin()
    {
        var card = Make();

        var proof = Fetch(card, $"0088028132 9430 {Convert.ToHexString(Hash48)}");

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Issue(CardPersons.An, Applet.V18).Files["3F00DF014040"], out _);
        Assert.IsTrue(key.VerifyHash(Hash48, proof));
        Assert.AreEqual("6D00", Make(Applet.V17).Send($"0088028132 9430 {Convert.ToHexString(Hash48)}"), "1.7 has no such command");
    }

    [TestMethod]
    public void Signature_NotFetchedAtOnce_IsGone()
    {
        var card = Make();
        card.SendAll(SelectDirectory, "002241B6050480028482", RightPin, Sign(Hash48));

        Assert.AreEqual("6985", card.SendAll("0020000100", "00C0000060"));
    }

    [TestMethod]
    public void Signature_FetchedInParts_OrWithAWrongLength_ComesWhole()
    {
        var card = Make();
        card.SendAll(SelectDirectory, "002241B6050480028482", RightPin, Sign(Hash48));

        Assert.AreEqual("6C60", card.Send("00C0000061"));
        Assert.EndsWith("6140", card.Send("00C0000020"));
        Assert.EndsWith("9000", card.Send("00C0000040"));
    }

    [TestMethod]
    public void FollowingReader_GivesTheSignatureWithThePso()
    {
        var card = Make(new CardOptions { Applet = Applet.V17, FollowResponse = true });

        var answer = card.SendAll(SelectDirectory, "002241B6050480088482", RightPin, Sign(Hash32));

        Assert.HasCount(2 * 258, answer);
        Assert.EndsWith("9000", answer);
    }

    private static byte[] Fetch(VirtualEidCard card, string command)
    {
        var announced = card.Send(command);
        Assert.StartsWith("61", announced);
        var answer = card.Send("00C00000" + announced[2..]);
        Assert.EndsWith("9000", answer);
        return Convert.FromHexString(answer[..^4]);
    }

    private static bool Verifies(Applet applet, string algorithm, byte[] hash, byte[] signature)
    {
        var certificate = Issue(CardPersons.An, applet).Authentication;
        if (applet == Applet.V18)
        {
            using var ec = certificate.GetECDsaPublicKey()!;
            return signature.Length == 96 && ec.VerifyHash(hash, signature);
        }

        using var rsa = certificate.GetRSAPublicKey()!;
        var (name, padding) = algorithm switch
        {
            "02" => (HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
            "04" => (HashAlgorithmName.MD5, RSASignaturePadding.Pkcs1),
            "08" => (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "10" => (HashAlgorithmName.SHA1, RSASignaturePadding.Pss),
            _ => (HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        };
        return rsa.VerifyHash(hash, signature, name, padding);
    }
}
