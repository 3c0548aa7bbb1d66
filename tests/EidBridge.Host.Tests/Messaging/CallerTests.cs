using EidBridge.Host.Messaging;

namespace EidBridge.Host.Tests.Messaging;

[TestClass]
public sealed class CallerTests
{
    private const string Ours = "chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/";
    private const string Manifest = "/usr/lib/mozilla/native-messaging-hosts/be.eidbridge.host.json";

    [TestMethod]
    [DataRow(new[] { Ours }, true, true, DisplayName = "Chromium")]
    [DataRow(new[] { Ours, "--parent-window=0" }, true, true, DisplayName = "Chromium on Windows")]
    [DataRow(new[] { "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/" }, true, false, DisplayName = "another extension")]
    [DataRow(new[] { "chrome-extension://DGLEMEGKJCLFKHBDOAFKOHOFIINNEEJO/" }, true, false, DisplayName = "our id in capitals")]
    [DataRow(new[] { "chrome-extension://eidbridge@eidbridge.be/" }, true, false, DisplayName = "Firefox' id in Chromium")]
    [DataRow(new[] { Manifest, "eidbridge@eidbridge.be" }, true, true, DisplayName = "Firefox")]
    [DataRow(new[] { "chrome-extension://ncibgoaomkmdpilpocfeponihegamlic/" }, true, true, DisplayName = "Web eID's own extension in Chrome")]
    [DataRow(new[] { Manifest, "{e68418bc-f2b0-4459-a9ea-3e72b6751b07}" }, true, true, DisplayName = "Web eID's own in Firefox")]
    [DataRow(new[] { Manifest, "other@example.org" }, true, false, DisplayName = "another add-on")]
    [DataRow(new[] { "status", "--json" }, false, false, DisplayName = "a person")]
    [DataRow(new[] { "--unknown" }, false, false, DisplayName = "an unknown option")]
    public void Arguments_TellWhoStartedTheHost(string[] args, bool isBrowser, bool isOurs) =>
        Assert.AreEqual(new Caller(isBrowser, isOurs), Caller.From(args, inputRedirected: true));

    [TestMethod]
    [DataRow("--parent-window=0", 0)]
    [DataRow("--parent-window=66050", 66050)]
    [DataRow("--parent-window=-1", 0)]
    [DataRow("--parent-window=0x10", 0)]
    [DataRow("--parent-window=", 0)]
    [DataRow("--something-else=7", 0)]
    public void ParentWindow_IsANumberOrNone(string option, int window) =>
        Assert.AreEqual(window, (int)Caller.From([Ours, option], inputRedirected: true).ParentWindow);

    [TestMethod]
    public void NoArguments_OnAPipe_AreAConfinedBrowser_AndAtAKeyboardAPerson()
    {
        Assert.AreEqual(new Caller(OperatingSystem.IsLinux(), OperatingSystem.IsLinux()), Caller.From([], inputRedirected: true));
        Assert.AreEqual(new Caller(IsBrowser: false, IsOurs: false), Caller.From([], inputRedirected: false));
    }
}
