using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>
/// The person's theme, light or dark, where the desktop keeps it in HOME. GTK itself does not see that folder (<see cref="LibraryEnvironment"/>):
/// its settings name modules, and its <c>gtk.css</c> stands above our style.
/// </summary>
internal static unsafe class DesktopChoice
{
    private const string ThemeName = "gtk-theme-name";
    private const string KeyThemeName = "gtk-key-theme-name";
    private const string PreferDark = "gtk-application-prefer-dark-theme";
    private const string Fallback = "Adwaita";
    private const int LongestFile = 64 * 1024;

    private static readonly string[] Themes = ["/usr/local/share/themes", "/usr/share/themes"];

    private static string SettingsFile => Path.Combine(UserFolders.Config, "gtk-3.0", "settings.ini");

    /// <summary>On Wayland GTK asks dconf, which is data and nothing else, and looks for it in the folder that it must not see.</summary>
    /// <returns>A folder with the way to dconf only, wanted until GTK has started; null where there is no need of it.</returns>
    public static DirectoryInfo? LinkDconf()
    {
        var dconf = Path.Combine(UserFolders.Config, "dconf");
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")) || !Directory.Exists(dconf))
        {
            return null;
        }

        try
        {
            var folder = Directory.CreateTempSubdirectory("eidbridge-");
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "dconf"), dconf);
            _ = Glib.SetVariable("XDG_CONFIG_HOME", folder.FullName, overwrite: 1);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk: the window is light.
            return null;
        }
    }

    public static void Unlink(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A link that stays in the folder for temporary files harms nobody.
        }
    }

    /// <summary>After GTK has started, before there is a window.</summary>
    public static void Apply()
    {
        var settings = Gtk3.DefaultSettings();
        var (theme, isDark) = Parse(ReadLines());

        // As in GTK, the desktop's word goes before the file's.
        if (theme is not null && !IsSetByDesktop())
        {
            SetText(settings, ThemeName, theme);
        }

        // dconf may hold paths; and of a theme that is in HOME, which is not read, at least the darkness is kept.
        var name = Text(settings, ThemeName);
        var isDarkTheme = name.EndsWith("dark", StringComparison.OrdinalIgnoreCase);
        if (!IsName(name) || (isDarkTheme && !IsInstalled(name)))
        {
            SetText(settings, ThemeName, Fallback);
        }

        if (!IsName(Text(settings, KeyThemeName)))
        {
            SetText(settings, KeyThemeName, string.Empty);
        }

        if (isDark || isDarkTheme)
        {
            var value = default(Glib.GValue);
            Glib.InitValue(ref value, Glib.BooleanType);
            Glib.SetBoolean(ref value, isTrue: 1);
            Glib.SetProperty(settings, PreferDark, in value);
            Glib.Unset(ref value);
        }
    }

    /// <returns>What a <c>settings.ini</c> says of the theme; nothing else in it is looked at.</returns>
    public static (string? Theme, bool IsDark) Parse(IEnumerable<string> lines)
    {
        var (theme, isDark, isOurs) = (default(string), false, false);
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                isOurs = line == "[Settings]";
            }
            else if (isOurs && line.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, var value])
            {
                theme = key == ThemeName && IsName(value) ? value : theme;
                isDark = key == PreferDark ? value is "1" or "true" : isDark;
            }
        }

        return (theme, isDark);
    }

    // GTK makes a path of it.
    private static bool IsName(string theme) => theme.Length is > 0 and <= 64 && theme.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool IsInstalled(string theme) => Themes.Any(folder => Directory.Exists(Path.Combine(folder, theme)));

    private static string[] ReadLines()
    {
        try
        {
            // A pipe, at which one would wait, has no length.
            return new FileInfo(SettingsFile) is { Exists: true, Length: > 0 and <= LongestFile } ? File.ReadAllLines(SettingsFile) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsSetByDesktop()
    {
        var value = default(Glib.GValue);
        Glib.InitValue(ref value, Glib.StringType);
        var isSet = Gdk.DesktopSetting(Gdk.DefaultScreen(), ThemeName, ref value) != 0;
        Glib.Unset(ref value);
        return isSet;
    }

    private static string Text(nint settings, string property)
    {
        var value = default(Glib.GValue);
        Glib.InitValue(ref value, Glib.StringType);
        Glib.GetProperty(settings, property, ref value);
        var text = Marshal.PtrToStringUTF8((nint)Glib.StringOf(in value)) ?? string.Empty;
        Glib.Unset(ref value);
        return text;
    }

    private static void SetText(nint settings, string property, string text)
    {
        var value = default(Glib.GValue);
        Glib.InitValue(ref value, Glib.StringType);
        Glib.SetString(ref value, text);
        Glib.SetProperty(settings, property, in value);
        Glib.Unset(ref value);
    }
}
