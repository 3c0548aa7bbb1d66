namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>The pinentry programs that show a window of their own; those for a terminal have none to show on here.</summary>
internal static class PinentryPrograms
{
    private static readonly string[] Known =
        ["/usr/bin/pinentry-gnome3", "/usr/bin/pinentry-gtk-2", "/usr/bin/pinentry-gtk", "/usr/bin/pinentry-qt"];

    /// <returns>Absolute path of the first that is there, or null: also when there is no display to show a window on.</returns>
    public static string? Find(Func<string, string?> variable, Func<string, bool> exists) =>
        string.IsNullOrEmpty(variable("DISPLAY")) && string.IsNullOrEmpty(variable("WAYLAND_DISPLAY"))
            ? null
            : Array.Find(Known, path => exists(path));
}
