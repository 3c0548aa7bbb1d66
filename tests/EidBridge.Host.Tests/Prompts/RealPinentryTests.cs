using System.Runtime.Versioning;
using EidBridge.Host.Prompts;
using EidBridge.Host.Prompts.Pinentry;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>The pinentry of the distribution on a virtual screen.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[UnsupportedOSPlatform("windows")]
[DoNotParallelize]
public sealed class RealPinentryTests
{
    private const string Program = "/usr/bin/pinentry-gtk-2";
    private static readonly PromptSite Site = new("https://portal.example", FirstVisit: true);
    private static readonly CardRow An = new("Reader 0", "An Janssens", "Citizen CA", ValidUntil: null, Obstacle: null);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("Return", "pin 0 1234")]
    [DataRow("Escape", "cancelled")]
    public async Task PinTypedIntoPinentry_Arrives(string lastKey, string expected)
    {
        if (!File.Exists(Program))
        {
            Assert.Inconclusive($"{Program} is not installed");
        }

        await using var stage = await Stage.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("eidbridge-pinentry");
        try
        {
            await using var prompt = new PinentryPrompt(OnScreen(stage, folder));
            prompt.Show(new PromptView.EnterPin(Site, "fr", [An with { TriesLeft = 2 }], Chosen: 0));
            var window = await stage.FindWindowAsync();
            await stage.FocusAsync(window);

            await stage.TypeAsync("1234");
            await stage.PressAsync(lastKey);

            Assert.AreEqual(expected, GalleryServer.Describe(await prompt.NextEventAsync(TestContext.CancellationToken)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The screen of one test must not become the screen of the whole test process.</summary>
    private static string OnScreen(Stage stage, DirectoryInfo folder)
    {
        var script = Path.Combine(folder.FullName, "pinentry");
        File.WriteAllText(script, $"#!/bin/sh\nDISPLAY={stage.Display} exec {Program}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }
}
