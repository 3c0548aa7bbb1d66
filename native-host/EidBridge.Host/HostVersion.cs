namespace EidBridge.Host;

/// <summary>This program's version; the build writes <c>Number</c>.</summary>
internal static partial class HostVersion
{
    /// <summary>Web eID's rule wants a 2.x; ours stands behind the plus.</summary>
    public const string WebEid = $"2.9.0+eidbridge.{Number}";

    /// <summary>What a token says made it.</summary>
    public const string Address = $"https://eidbridge.be/releases/{Number}";
}
