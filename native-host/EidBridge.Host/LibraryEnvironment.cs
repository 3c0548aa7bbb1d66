using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EidBridge.Host;

/// <summary>
/// What the system's libraries find in the environment. GTK, GLib, OpenSSL and others load code that variables and files in HOME name, so they
/// get a short list and no HOME. Our own code, pinentry and the PKCS#11 workers have everything, from .NET's copy.
/// </summary>
internal static partial class LibraryEnvironment
{
    /// <summary>A folder that is never there.</summary>
    public const string Nowhere = "/nonexistent";

    // Words and numbers: with a slash some would be a path. None for input methods: digits are typed without.
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "GDK_BACKEND", "GDK_DPI_SCALE", "GDK_SCALE", "GTK_THEME", "LANG", "LANGUAGE", "NO_AT_BRIDGE", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE",
    };

    // Sockets and the key to one: spoken to, never loaded.
    private static readonly HashSet<string> Places = new(StringComparer.Ordinal)
    {
        "DISPLAY", "PCSCLITE_CSOCK_NAME", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR",
    };

    private static readonly HashSet<string> Buses = new(StringComparer.Ordinal) { "AT_SPI_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS" };

    /// <summary>Once, while the process has no other thread that could read the environment.</summary>
    [SupportedOSPlatform("linux")]
    public static void Reduce()
    {
        // Listing makes .NET's copy; until then it reads the variables that are cleared here.
        var kept = Choose(Environment.GetEnvironmentVariables());
        _ = Clear();
        foreach (var (name, value) in kept)
        {
            _ = Set(name, value, overwrite: 1);
        }
    }

    /// <returns>The variables for the libraries.</returns>
    public static Dictionary<string, string> Choose(IDictionary all)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in all)
        {
            var (name, value) = ((string)variable.Key, (string)variable.Value!);
            if (IsHarmless(name, value))
            {
                kept[name] = value;
            }
        }

        // Where X looks for its key by itself.
        if (all["HOME"] is string home)
        {
            kept.TryAdd("XAUTHORITY", Path.Combine(home, ".Xauthority"));
        }

        // Here already, so that GTK's thread never moves the table that others read.
        kept["GDK_GL"] = "disable";

        // Without HOME the user database would say where it is. PATH: dbus-launch is looked for there.
        kept["HOME"] = kept["XDG_CONFIG_HOME"] = Nowhere;
        kept["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        return kept;
    }

    private static bool IsHarmless(string name, string value)
    {
        if (Words.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal))
        {
            return !value.Contains('/', StringComparison.Ordinal);
        }

        // libdbus starts a program for "unixexec:", and a list may hold one.
        return Places.Contains(name)
            || (Buses.Contains(name) && value.StartsWith("unix:", StringComparison.Ordinal) && !value.Contains(';', StringComparison.Ordinal));
    }

    [LibraryImport("libc", EntryPoint = "clearenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Clear();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(string name, string value, int overwrite);
}
