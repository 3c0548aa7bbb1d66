using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class PromptFactoryTests
{
    [TestMethod]
    public void Win32_WhereThereIsNoWindows_IsPromptUnavailable()
    {
        var factory = new PromptFactory(new HostConfiguration { Prompts = PromptKind.Win32 });

        Assert.AreEqual(ErrorCode.PromptUnavailable, Assert.ThrowsExactly<EidBridgeException>(factory.Create).Code);
    }

    [TestMethod]
    public void MacOs_SaysThatOurWindowIsMissing_NotThePersonsScreen()
    {
        var refusal = PromptFactory.Refusal(PromptKind.Auto, onMac: true);

        Assert.AreEqual(ErrorCode.SystemUnsupported, refusal.Code);
        Assert.Contains("macOS", ErrorCatalogue.TextFor(refusal.Code, "en"));
    }
}
