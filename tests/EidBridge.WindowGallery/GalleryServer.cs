using System.Globalization;
using System.Reflection;
using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.WindowGallery;

/// <summary>
/// Shows the real window, driven by lines: <c>show STATE LANGUAGE</c>, <c>advance MILLISECONDS</c> of the window's clock, <c>settle</c>
/// (handle every key and focus change that the screen has sent), <c>tree</c> (what a screen reader is told), <c>urgent WINDOW</c> (whether it asks for attention), <c>break</c>, <c>leave</c> (and come back), <c>new</c> (another
/// window, with a clock of its own), <c>quit</c>. Answers with <c>shown</c>, <c>advanced</c>, <c>settled</c>, <c>ready</c>, <c>returned</c>, and what the person does: <c>cancelled</c>, <c>agreed CARD</c>, <c>pin CARD DIGITS</c>; a window that broke says <c>failed CODE</c>.
/// </summary>
internal static class GalleryServer
{
    /// <param name="commands">As above.</param>
    /// <param name="answers">As above.</param>
    /// <param name="stubborn">The display lets no window come to the front by itself.</param>
    public static async Task<int> RunAsync(TextReader commands, TextWriter answers, bool stubborn = false)
    {
        if (stubborn)
        {
            StubbornWindowManager.TakeOver();
        }

        var screen = GalleryScreen.OfThisSystem();
        if (!screen.IsAvailable)
        {
            await answers.WriteLineAsync("no display");
            return 1;
        }

        var output = TextWriter.Synchronized(answers);
        var again = true;
        while (again)
        {
            again = await ShowOneAsync(screen, commands, output);
        }

        return 0;
    }

    /// <returns>Whether another window is wanted.</returns>
    private static async Task<bool> ShowOneAsync(GalleryScreen screen, TextReader commands, TextWriter output)
    {
        var time = new FakeTimeProvider();
        using var end = new CancellationTokenSource();
        var prompt = screen.Open(time);
        var events = TellEventsAsync(prompt, output, end.Token);
        string? line;
        while ((line = await commands.ReadLineAsync()) is not (null or "quit" or "new"))
        {
            await ObeyAsync(line.Split(' '), screen, prompt, time, output);
        }

        await end.CancelAsync();
        await events;
        await prompt.DisposeAsync();
        if (line == "new")
        {
            await output.WriteLineAsync("ready");
        }

        return line == "new";
    }

    private static async Task ObeyAsync(string[] words, GalleryScreen screen, IPrompt prompt, FakeTimeProvider time, TextWriter output)
    {
        switch (words)
        {
            case ["show", var state, var language]:
                prompt.Show(GalleryStates.Make(state, language));
                await screen.RunAsync();
                await output.WriteLineAsync("shown");
                break;
            case ["settle"]:
                await screen.SettleAsync();
                await output.WriteLineAsync("settled");
                break;
            case ["break"]:
                prompt.Show(new BrokenView());
                break;
            case ["tree"]:
                IReadOnlyList<string> tree = [];
                await screen.RunAsync(() => tree = screen.ReadTree());
                await output.WriteLineAsync(string.Join(" | ", tree));
                break;
            case ["urgent", var window]:
                var asks = false;
                await screen.RunAsync(() => asks = WindowHints.AsksForAttention(nint.Parse(window, CultureInfo.InvariantCulture)));
                await output.WriteLineAsync(asks ? "urgent" : "calm");
                break;
            case ["leave"]:
                await screen.RunAsync(screen.LeaveAndReturn);
                await output.WriteLineAsync("returned");
                break;
            case ["advance", var milliseconds]:
                time.Advance(TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture)));
                await screen.RunAsync();
                await output.WriteLineAsync("advanced");
                break;
            default:
                throw new ArgumentException(string.Join(' ', words), nameof(words));
        }
    }

    private static async Task TellEventsAsync(IPrompt prompt, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var happened = await prompt.NextEventAsync(cancellationToken);
                await output.WriteLineAsync(Describe(happened));
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to quit.
        }
        catch (EidBridgeException e)
        {
            await output.WriteLineAsync($"failed {e.Code}");
        }
    }

    internal static string Describe(PromptEvent happened)
    {
        if (happened is PromptEvent.Confirmed(var agreed))
        {
            return string.Create(CultureInfo.InvariantCulture, $"agreed {agreed}");
        }

        if (happened is not PromptEvent.PinEntered(var card, var pin))
        {
            return "cancelled";
        }

        using (pin)
        {
            return string.Create(CultureInfo.InvariantCulture, $"pin {card} {DigitsOf(pin)}");
        }
    }

    /// <summary>The product never reads a PIN back, so only a test does, and by the back door.</summary>
    private static string DigitsOf(Pin pin)
    {
        var field = typeof(Pin).GetField("_block", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var block = (byte[])field.GetValue(pin)!;
        return Convert.ToHexString(block)[2..].TrimEnd('F');
    }
}
