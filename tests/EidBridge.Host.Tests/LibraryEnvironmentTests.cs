namespace EidBridge.Host.Tests;

[TestClass]
public sealed class LibraryEnvironmentTests
{
    [TestMethod]
    [DataRow("DISPLAY", ":0", true)]
    [DataRow("PCSCLITE_CSOCK_NAME", "/run/pcscd/pcscd.comm", true)]
    [DataRow("LC_ALL", "nl_BE.UTF-8", true)]
    [DataRow("LC_ALL", "/trap/locale", false)]
    [DataRow("GTK_THEME", "Adwaita:dark", true)]
    [DataRow("GTK_THEME", "../../../trap/theme", false)]
    [DataRow("GTK_MODULES", "gail", false)]
    [DataRow("OPENSSL_CONF", "/trap/openssl.cnf", false)]
    [DataRow("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus", true)]
    [DataRow("DBUS_SESSION_BUS_ADDRESS", "unixexec:path=/trap/bus", false)]
    [DataRow("AT_SPI_BUS_ADDRESS", "unix:path=/none;unixexec:path=/trap/bus", false)]
    [DataRow("SOMETHING_NEW", "1", false)]
    public void LibrariesGet_OnlyWhatNamesNoCode(string name, string value, bool kept) =>
        Assert.AreEqual(kept, LibraryEnvironment.Choose(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }).ContainsKey(name));

    [TestMethod]
    [DataRow(null, "/home/an/.Xauthority", DisplayName = "in HOME, where X looks for it")]
    [DataRow("/run/user/1000/gdm/Xauthority", "/run/user/1000/gdm/Xauthority", DisplayName = "where the session says")]
    public void HomeIsNowhere_AndTheKeyToTheScreenIsFound(string? given, string expected)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = "/home/an", ["PATH"] = "/home/an/bin" };
        if (given is not null)
        {
            all["XAUTHORITY"] = given;
        }

        var kept = LibraryEnvironment.Choose(all);

        Assert.AreEqual(expected, kept["XAUTHORITY"]);
        Assert.AreEqual(LibraryEnvironment.Nowhere, kept["HOME"]);
        Assert.AreEqual(LibraryEnvironment.Nowhere, kept["XDG_CONFIG_HOME"]);
        Assert.DoesNotContain("/home", kept["PATH"]);
    }
}
