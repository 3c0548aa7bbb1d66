namespace EidBridge.Demo;

public enum BrowserKind
{
    Chromium,
    Firefox,
}
