using System.Diagnostics;
using System.Globalization;

namespace EidBridge.WindowGallery;

/// <summary>A Windows of its own, made by wine in a folder that goes away with it. Its server is ended by its own prefix, nobody else's.</summary>
internal sealed class WinePrefix : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _folder;

    private WinePrefix(DirectoryInfo folder, VirtualScreen screen) => (_folder, Screen) = (folder, screen);

    /// <summary>The one screen of all its programs: the first of them decides for those after it.</summary>
    public VirtualScreen Screen { get; }

    /// <summary>Without Gecko. Mono's place must not be barred: wine loads .NET's own facades through it.</summary>
    public Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["WINEPREFIX"] = _folder.FullName,
        ["WINEDLLOVERRIDES"] = "mshtml=",
        ["WINEDEBUG"] = "-all",
        ["DISPLAY"] = Screen.Display,
    };

    /// <summary>The root of its disk C.</summary>
    public string DiskC => Path.Combine(_folder.FullName, "drive_c");

    /// <param name="scale">2 for a screen with twice as many pixels.</param>
    public static async Task<WinePrefix> CreateAsync(int scale = 1)
    {
        var screen = await VirtualScreen.OpenAsync(scale);
        var prefix = new WinePrefix(Directory.CreateTempSubdirectory("eidbridge-wine-"), screen);
        try
        {
            await prefix.FurnishAsync();
            return prefix;
        }
        catch
        {
            await prefix.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a person chooses in the settings of Windows.</summary>
    public Task<string> SetDarkAsync(bool dark) => WineAsync(
        "reg", "add", @"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize", "/v", "AppsUseLightTheme", "/t", "REG_DWORD",
        "/d", dark ? "0" : "1", "/f");

    /// <summary>The scale in the settings of Windows, for programs that start after it: wine reads it when a session begins.</summary>
    /// <param name="dotsPerInch">96 for 100 %, 192 for 200 %.</param>
    public async Task SetDensityAsync(int dotsPerInch)
    {
        await WineAsync(
            "reg", "add", @"HKCU\Control Panel\Desktop", "/v", "LogPixels", "/t", "REG_DWORD",
            "/d", dotsPerInch.ToString(CultureInfo.InvariantCulture), "/f");
        await RunAsync("wineserver", ["-k"]);
        await RunAsync("wineserver", ["-w"]);
    }

    /// <summary>Runs a Windows program to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public Task<string> WineAsync(params string[] arguments) => RunAsync("wine", arguments);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("wineserver", ["-k"]);
            await RunAsync("wineserver", ["-w"]);
        }
        finally
        {
            await Screen.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }

    private async Task FurnishAsync()
    {
        await RunAsync("wineboot", ["-i"], ("WINEDLLOVERRIDES", "mscoree,mshtml="));
        await WineAsync("reg", "add", @"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f");

        // There is no window manager: wine would wait two seconds for it at each window that goes away.
        await WineAsync("reg", "add", @"HKCU\Software\Wine\X11 Driver", "/v", "Managed", "/d", "N", "/f");
    }

    private async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Environment.Select(pair => (pair.Key, pair.Value)).Concat(more))
        {
            start.Environment[name] = value;
        }

        // The server that the first program starts would keep these pipes open.
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 || program == "wineserver"
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.ExitCode}: {await output}{await errors}");
    }
}
