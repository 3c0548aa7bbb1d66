using EidBridge.Host.Prompts.Gtk;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class DesktopChoiceTests
{
    [TestMethod]
    [DataRow("", null, false, DisplayName = "nothing")]
    [DataRow("[Settings]\ngtk-theme-name = Yaru-dark\ngtk-modules=/trap/a.so", "Yaru-dark", false, DisplayName = "a theme")]
    [DataRow("[Settings]\ngtk-application-prefer-dark-theme=1", null, true, DisplayName = "dark")]
    [DataRow("[Settings]\ngtk-application-prefer-dark-theme=true\ngtk-application-prefer-dark-theme=false", null, false, DisplayName = "the last word")]
    [DataRow("[Settings]\ngtk-theme-name=../../../trap/theme", null, false, DisplayName = "a path")]
    [DataRow("[Other]\ngtk-theme-name=Yaru\ngtk-application-prefer-dark-theme=1", null, false, DisplayName = "another program's")]
    [DataRow("#gtk-theme-name=Yaru\nnonsense", null, false, DisplayName = "no settings")]
    public void OfSettings_OnlyTheThemeIsRead(string text, string? theme, bool isDark) =>
        Assert.AreEqual((theme, isDark), DesktopChoice.Parse(text.Split('\n')));
}
