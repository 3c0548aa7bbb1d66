using EidBridge.Protocol;

namespace EidBridge.WindowGallery;

/// <summary>Takes a PNG of every state in every language, light, dark and on a screen with twice the pixels, so that people can look at them.</summary>
internal static class PictureMaker
{
    // The confirm button wakes up half a second after a view appears, and the theme fades it in.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(850);

    /// <summary>The window in GTK.</summary>
    public static async Task<int> RunAsync(string folder, TextWriter output)
    {
        foreach (var (theme, scale, suffix) in new[] { ("Adwaita", 1, "light"), ("Adwaita:dark", 1, "dark"), ("Adwaita", 2, "double") })
        {
            await using var stage = await Stage.OpenAsync(theme, scale);
            await TakeAllAsync(stage, folder, suffix, output);
        }

        return 0;
    }

    /// <summary>The window in Win32, on wine.</summary>
    public static async Task<int> RunOnWineAsync(string folder, TextWriter output)
    {
        await using var prefix = await WinePrefix.CreateAsync(scale: 2);
        foreach (var (dark, dotsPerInch, suffix) in new[] { (false, 96, "light"), (true, 96, "dark"), (false, 192, "double") })
        {
            await prefix.SetDarkAsync(dark);
            await prefix.SetDensityAsync(dotsPerInch);
            await using var stage = Stage.OpenOnWine(prefix);
            await TakeAllAsync(stage, folder, $"win32-{suffix}", output);
        }

        return 0;
    }

    private static async Task TakeAllAsync(Stage stage, string folder, string suffix, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        var only = Environment.GetEnvironmentVariable("GALLERY_ONLY");
        foreach (var language in Languages.All)
        {
            foreach (var state in GalleryStates.Names)
            {
                var name = $"{state}-{language}-{suffix}.png";
                if (only is null || name.Contains(only, StringComparison.Ordinal))
                {
                    await TakeAsync(stage, state, language, Path.Combine(folder, name));
                    await output.WriteLineAsync(name);
                }
            }
        }

        await stage.QuitAsync();
    }

    private static async Task TakeAsync(Stage stage, string state, string language, string file)
    {
        await stage.ShowAsync(state, language);
        var window = await stage.FindWindowAsync();
        await stage.FocusAsync(window);
        if (state is "typed" or "last-try-asked")
        {
            await stage.TypeAsync("1234");
        }

        await stage.AdvanceAsync(TimeSpan.FromSeconds(1));
        if (state == "last-try-asked")
        {
            await stage.PressAsync("Return");
            await stage.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        await Task.Delay(Settle);
        await stage.SavePictureAsync(window, file);
    }
}
