using EidBridge.Server.Activation;

namespace EidBridge.Server.Tests.Activation;

[TestClass]
public sealed class PasswordRuleTests
{
    [TestMethod]
    [DataRow("kers7en", nameof(PasswordVerdict.TooShort), DisplayName = "7 characters")]
    [DataRow("kers7enb", nameof(PasswordVerdict.Good), DisplayName = "8 characters")]
    [DataRow("kersenboom", nameof(PasswordVerdict.NoDigit))]
    [DataRow("2946183057", nameof(PasswordVerdict.NoLetter))]
    [DataRow("kërşén7ß", nameof(PasswordVerdict.Good), DisplayName = "letters of any alphabet")]
    [DataRow("an.peeters1@example.org", nameof(PasswordVerdict.IsEmail))]
    [DataRow("AN.PEETERS1", nameof(PasswordVerdict.IsEmail), DisplayName = "the part before the @")]
    [DataRow("Passw0rd1", nameof(PasswordVerdict.Common))]
    [DataRow("Welkom2026!", nameof(PasswordVerdict.Common))]
    [DataRow("azerty123", nameof(PasswordVerdict.Common))]
    [DataRow("motdepasse1", nameof(PasswordVerdict.Common))]
    [DataRow("1q2w3e4r", nameof(PasswordVerdict.Common))]
    [DataRow("a1234567", nameof(PasswordVerdict.Common), DisplayName = "one letter among digits")]
    [DataRow("aaaa1111", nameof(PasswordVerdict.Common), DisplayName = "two characters")]
    [DataRow("dokter-2026-gent", nameof(PasswordVerdict.Good))]
    public void Password_IsJudged(string password, string expected)
    {
        var verdict = PasswordRule.Judge(new Password(password), "an.peeters1@example.org");

        Assert.AreEqual(expected, verdict.ToString());
    }

    [TestMethod]
    [DataRow(128, nameof(PasswordVerdict.Good))]
    [DataRow(129, nameof(PasswordVerdict.TooLong))]
    public void LongPassword_IsGoodUpTo128Characters(int length, string expected)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => "kersenbloem7"[i % 12]));

        Assert.AreEqual(expected, PasswordRule.Judge(new Password(text), null).ToString());
    }

    [TestMethod]
    public void SecretTypes_PrintNoSecret()
    {
        Assert.AreEqual("(password)", new Password("dokter-2026-gent").ToString());
        Assert.AreEqual("(code)", ActivationCode.TryParse("123 456")!.ToString());
    }

    [TestMethod]
    [DataRow("12345")]
    [DataRow("1234567")]
    [DataRow("12345a")]
    [DataRow("１２３４５６", DisplayName = "digits of another script")]
    [DataRow(null)]
    public void CodeThatIsNotSixDigits_IsNoCode(string? text) => Assert.IsNull(ActivationCode.TryParse(text));
}
