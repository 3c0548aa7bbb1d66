using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EidBridge.VirtualCard;

/// <summary>A virtual card that runs as a program of its own, driven over its standard input.</summary>
public sealed class InsertedCard : IAsyncDisposable
{
    private const string PutBack = "put-back";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<string> _events = [];
    private bool _disposed;

    private InsertedCard(Process process) => _process = process;

    internal static async Task<InsertedCard> StartAsync(
        int namespaceOf, int port, string pki, string person, CardOptions options, CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "eidbridge-virtual-card");
        var start = new ProcessStartInfo("nsenter",
        [
            FormattableString.Invariant($"--net=/proc/{namespaceOf}/ns/net"), program,
            "--port", port.ToString(CultureInfo.InvariantCulture), "--pki", pki, "--person", person, .. CardArguments.Of(options),
        ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var card = new InsertedCard(Process.Start(start)!);
        try
        {
            await card.ReadAnswerAsync(cancellationToken);
            return card;
        }
        catch
        {
            await card.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the card out of the reader.</summary>
    public Task PullAsync(CancellationToken cancellationToken = default) => AskAsync("pull", cancellationToken);

    /// <summary>Puts the same card back.</summary>
    public Task PutAsync(CancellationToken cancellationToken = default) => AskAsync("put", cancellationToken);

    /// <summary>Takes the card out and puts another person's in. Counts go on.</summary>
    public Task SwapAsync(string person, CancellationToken cancellationToken = default) => AskAsync($"swap {person}", cancellationToken);

    /// <summary>The same with a card of the other generation.</summary>
    public Task SwapAsync(string person, Applet applet, CancellationToken cancellationToken = default) =>
        AskAsync($"swap {person} {CardArguments.WordOf(applet)}", cancellationToken);

    /// <summary>The same with a card that has nothing of the one before.</summary>
    public Task SwapAsync(string person, CardOptions options, CancellationToken cancellationToken = default) =>
        AskAsync($"swap {person} {string.Join(' ', CardArguments.Of(options))}", cancellationToken);

    /// <summary>Pulls the card instead of answering a command, counted from the next one, which is 1. <see cref="CardOptions.PutBackAfter"/> puts it back.</summary>
    public Task PullAtAsync(int command, CancellationToken cancellationToken = default) =>
        AskAsync(FormattableString.Invariant($"pull-at {command}"), cancellationToken);

    /// <summary>Waits until a card that was pulled at a command is back and the reader has it; once for each time.</summary>
    public async Task WaitUntilPutBackAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_events.Contains(PutBack))
            {
                await ReadAnswerAsync(cancellationToken, PutBack);
            }

            _events.Remove(PutBack);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task SetTriesAsync(int tries, CancellationToken cancellationToken = default) =>
        AskAsync(FormattableString.Invariant($"tries {tries}"), cancellationToken);

    /// <summary>What all cards of this slot have seen so far.</summary>
    public async Task<CardCount> CountAsync(CancellationToken cancellationToken = default) => CardCount.Of(await LogAsync(cancellationToken));

    public async Task<IReadOnlyList<CardLogEntry>> LogAsync(CancellationToken cancellationToken = default)
    {
        var answer = await AskAsync("log", cancellationToken);
        return
        [
            .. answer.GetProperty("log").EnumerateArray().Select(e => new CardLogEntry(
                e.GetProperty("name").GetString()!,
                e.GetProperty("in").GetInt32(),
                e.GetProperty("out").GetInt32(),
                e.GetProperty("sw").GetUInt16(),
                TimeSpan.FromMicroseconds(e.GetProperty("us").GetInt64()))),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            // The end of its input ends the card.
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<JsonElement> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        // Whoever stops waiting leaves no answer behind that the next one would take for its own.
        return await AnswerAsync(command).WaitAsync(cancellationToken);
    }

    /// <summary>The turn is taken already, and is given back.</summary>
    private async Task<JsonElement> AnswerAsync(string command)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            await _process.StandardInput.FlushAsync();
            return await ReadAnswerAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<JsonElement> ReadAnswerAsync(CancellationToken cancellationToken, string? awaited = null)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(line);
            if (answer.TryGetProperty("error", out var error))
            {
                throw new InvalidOperationException($"The virtual card refused: {error}");
            }

            if (!answer.TryGetProperty("event", out var happened))
            {
                return answer;
            }

            _events.Add(happened.GetString()!);
            if (happened.GetString() == awaited)
            {
                return answer;
            }
        }

        throw new InvalidOperationException("The virtual card ended");
    }
}
