namespace EidBridge.Host.Messaging;

/// <summary>The first thing a host says. Web eID's rule wants a version 2.x; ours stands behind the plus.</summary>
internal static class VersionFrame
{
    public const string WebEidVersion = $"2.9.0+eidbridge.{HostVersion.Number}";

    public const string Text = $$$"""{"version":"{{{WebEidVersion}}}","eidbridge":{"version":"{{{HostVersion.Number}}}","protocol":1}}""";
}
