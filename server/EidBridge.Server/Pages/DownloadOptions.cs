namespace EidBridge.Server.Pages;

/// <summary>Section <c>Downloads</c>: where this site's users get the parts. What is absent is not offered as a link.</summary>
internal sealed class DownloadOptions
{
    public Uri? ExtensionChrome { get; init; }

    public Uri? ExtensionEdge { get; init; }

    public Uri? ExtensionFirefox { get; init; }

    public Uri? HostWindows { get; init; }

    public Uri? HostMac { get; init; }

    public Uri? HostLinux { get; init; }
}
