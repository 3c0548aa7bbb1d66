using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using EidBridge.Demo;
using EidBridge.Host.Tests.Cli;

namespace EidBridge.EndToEnd.Tests;

/// <summary>
/// The published program as a process: the conversation files with cards and a person, on virtual cards in a real pcscd, with a pinentry
/// that the test answers. They are played at four tables at once, each with a pcscd of its own.
/// </summary>
[TestClass]
public sealed class PublishedCardCaseTests
{
    /// <summary>No real part does what these want: they are played through the real loop only, in the host's own tests.</summary>
    private static readonly string[] OnlyScripted =
    [
        "an-unusable-row-cannot-sign",
        "browser-leaves-at-no-reader",
        "card-busy-while-signing",
        "card-error-while-reading",
        "card-error-while-signing",
        "card-swapped-while-typing",
        "forged-signature-never-leaves",
        "identity-of-an-unsupported-card",
        "keypad-blocked",
        "keypad-cancelled-on-the-reader",
        "keypad-card-pulled-and-put-back",
        "keypad-signs",
        "keypad-timed-out-is-asked-again",
        "keypad-wrong-pin-then-right",
        "keypad-yes-for-a-reader-without-one-signs-nothing",
        "kids-card",
        "mute-card",
        "no-reader-then-reader-then-card",
        "pcsc-denied-while-signing",
        "pcsc-unavailable-while-signing",
        "reader-unplugged-at-the-pin-and-plugged",
        "reader-unplugged-while-signing",
        "reset-while-reading-is-read-again",
        "sign-forged-never-leaves",
        "sign-forged-on-rsa-never-leaves",
        "status-without-readers",
        "time-is-over-while-waiting-for-the-pin",
        "time-of-the-configuration-is-over",
        "time-of-the-page-is-capped-at-240-s",
        "time-of-the-page-is-over",
        "token-format-1.1-on-a-card-with-an-unreadable-ca",
        "token-format-1.1-on-a-card-without-a-ca",
        "unsupported-card",
    ];

    private const int Tables = 4;
    private static readonly Channel<CardTable> Free = Channel.CreateUnbounded<CardTable>();
    private CardTable? _taken;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");

    public required TestContext TestContext { get; set; }

    public static IEnumerable<TestDataRow<string>> Cases =>
        WrittenConversation.All.Where(written => !written.IsAlone && !OnlyScripted.Contains(written.Name, StringComparer.Ordinal))
            .Select(written => new TestDataRow<string>(written.Name) { DisplayName = written.Name });

    private CardTable Table => _taken ?? throw new InvalidOperationException("no table is free");

    [ClassInitialize]
    public static async Task LayAsync(TestContext context)
    {
        foreach (var table in await Task.WhenAll(Enumerable.Range(0, Tables).Select(_ => CardTable.LayAsync(context.CancellationToken))))
        {
            Free.Writer.TryWrite(table);
        }
    }

    [ClassCleanup]
    public static async Task ClearAsync()
    {
        while (Free.Reader.TryRead(out var table))
        {
            await table.DisposeAsync();
        }
    }

    [TestInitialize]
    public async Task SitDownAsync() => _taken = await Free.Reader.ReadAsync(TestContext.CancellationToken);

    [TestCleanup]
    public async Task CleanAsync()
    {
        if (_taken is { } table)
        {
            // Who knows what a conversation that failed has left in the readers.
            if (TestContext.CurrentTestOutcome != UnitTestOutcome.Passed)
            {
                await table.DisposeAsync();
                table = await CardTable.LayAsync(CancellationToken.None);
            }

            Free.Writer.TryWrite(table);
        }

        _folder.Delete(recursive: true);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Conversation_GoesAsWritten(string name)
    {
        var written = WrittenConversation.All.Single(one => one.Name == name);
        var pinentry = new RelayedPinentry(Path.Combine(_folder.FullName, "pinentry"));
        await PrepareAsync(written);
        var before = await CountVerifiesAsync();
        using var host = Start(written, pinentry);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);

        var person = new WrittenPerson(written, Table, pinentry, host);
        var acting = person.ActAsync(ended.Token);
#pragma warning disable CA2025 // It is awaited, at the latest when the host was killed.
        var playing = PlayAsync(written, host, ended.Token);
#pragma warning restore CA2025
        try
        {
            await await Task.WhenAny(Task.WhenAll(acting, playing), FailureOf(acting), FailureOf(playing));
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"the person waits for {person.Awaits}", e);
        }
        finally
        {
            // The next conversation gets a table at which nobody does anything any more.
            await ended.CancelAsync();
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync(CancellationToken.None);
            await Task.WhenAll(acting, playing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Assert.AreEqual(written.ExitCode, host.ExitCode);
        Assert.AreEqual(written.Typed.Count, await CountVerifiesAsync() - before, "one VERIFY for each PIN that was typed");
    }

    [TestMethod]
    public void ListOfWhatOnlyAScriptCanPlay_IsExact()
    {
        CollectionAssert.AreEqual(WrittenConversation.All.Where(written => written.NeedsAScript).Select(written => written.Name).ToList(), OnlyScripted);
        Assert.IsGreaterThan(60, Cases.Count());
    }

    private async Task PlayAsync(WrittenConversation written, Process host, CancellationToken cancellationToken)
    {
        foreach (var turn in written.Turns)
        {
            await HostFrames.PlayAsync(host, written.Fill(turn, Table.SigningCertificateOf), cancellationToken);
        }

        Assert.AreEqual(string.Empty, await host.StandardOutput.ReadToEndAsync(cancellationToken), "a frame more than expected");
        await host.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends only when it fails: then nobody waits for the other side, which waits for it.</summary>
    private static async Task FailureOf(Task task)
    {
        await task;
        await Task.Delay(Timeout.Infinite);
    }

    private async Task PrepareAsync(WrittenConversation written)
    {
        for (var slot = 0; slot < 2; slot++)
        {
            var name = written.Readers.ElementAtOrDefault(slot);
            await Table.PrepareAsync(slot, name is null ? null : written.Cards[name], TestContext.CancellationToken);
            if (written.Steps.Any(step => step.Screen == "signing") || written.Cards.Values.Any(card => card.Signs.Any(word => word != "right")))
            {
                Table.MarkUsed(slot);
            }
        }
    }

    private async Task<int> CountVerifiesAsync()
    {
        var (first, second) = (await Table.CardIn(0).CountAsync(TestContext.CancellationToken), await Table.CardIn(1).CountAsync(TestContext.CancellationToken));
        return first.Verifies + second.Verifies;
    }

    private Process Start(WrittenConversation written, RelayedPinentry pinentry)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "program")).FullName;
        ExecutableFile.Copy(Directory.EnumerateFiles(Repository.PublishedHost), folder);
        var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(written.Configuration ?? "{}")!;
        members["prompts"] = JsonSerializer.SerializeToElement("pinentry");
        members["pinentryProgram"] = JsonSerializer.SerializeToElement(pinentry.Program);
        var configuration = Path.Combine(folder, "eidbridge-host.json");
        File.WriteAllText(configuration, JsonSerializer.Serialize(members));
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var info = new ProcessStartInfo(Path.Combine(folder, "eidbridge-host"), [written.Caller])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        };
        info.Environment.Remove("DISPLAY");
        info.Environment["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state");
        info.Environment["XDG_RUNTIME_DIR"] = Path.Combine(_folder.FullName, "runtime");
        info.Environment["PCSCLITE_CSOCK_NAME"] = Table.SocketPath;
        return Process.Start(info)!;
    }
}
