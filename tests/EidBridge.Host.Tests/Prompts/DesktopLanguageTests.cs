using EidBridge.Host.Prompts;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class DesktopLanguageTests
{
    [TestMethod]
    [DataRow("fr", "nl_BE.UTF-8", "fr", DisplayName = "the request wins")]
    [DataRow("de-BE", null, "de", DisplayName = "a tag with a country")]
    [DataRow(null, "nl_BE.UTF-8", "nl", DisplayName = "else the desktop's")]
    [DataRow(null, "C.UTF-8", "en", DisplayName = "else English")]
    [DataRow("ja", "nl_BE.UTF-8", "en", DisplayName = "a language we do not speak is not replaced by a guess")]
    public void Language_ComesFromTheRequest_ThenFromTheDesktop(string? requested, string? lang, string expected)
    {
        var language = DesktopLanguage.Choose(requested, name => name == "LANG" ? lang : null);

        Assert.AreEqual(expected, language);
    }
}
