using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.Revocation;

/// <summary>
/// Responders, by their whole address, that were silent of late. Whoever finds one silent may ask it once more; nobody else waits for it any longer, nor for
/// <see cref="Pause"/>. Then one question finds out whether it is back, while the others still do not wait. Safe for many threads.
/// </summary>
/// <param name="notAsked">Counts the questions that were spared.</param>
internal sealed partial class SilentResponders(TimeProvider time, Counter<long>? notAsked, ILogger logger)
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Belgium has a handful; the one silent for longest makes room.</summary>
    private const int Most = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Silence> _silences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CancellationTokenSource> _waiting = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _silences.Count;
            }
        }
    }

    /// <param name="asker">The same object at every try of one question.</param>
    /// <param name="cut">Ends the waiting once somebody else found the responder silent.</param>
    public bool MayAsk(string address, object asker, out CancellationToken cut)
    {
        cut = CancellationToken.None;
        lock (_lock)
        {
            if (!_silences.TryGetValue(address, out var silence))
            {
                cut = CutOf(address);
                return true;
            }

            if (ReferenceEquals(silence.FoundBy, asker))
            {
                return true;
            }

            if (time.GetElapsedTime(silence.Since) >= Pause)
            {
                // Should this question never end, the next one comes after another pause.
                silence.Since = time.GetTimestamp();
                return true;
            }
        }

        notAsked?.Add(1);
        return false;
    }

    /// <summary>Anything came back, right or wrong.</summary>
    public void Hear(string address)
    {
        lock (_lock)
        {
            if (!_silences.Remove(address))
            {
                return;
            }
        }

        AnswersAgain(logger, address);
    }

    /// <summary>Nothing came back in the whole time of a question.</summary>
    public void MissAnswer(string address, object asker)
    {
        CancellationTokenSource? waiting;
        lock (_lock)
        {
            if (_silences.TryGetValue(address, out var silence))
            {
                silence.Since = time.GetTimestamp();
                return;
            }

            if (_silences.Count >= Most)
            {
                _silences.Remove(_silences.MinBy(pair => pair.Value.Since).Key);
            }

            _silences.Add(address, new Silence(asker) { Since = time.GetTimestamp() });
#pragma warning disable CA2000 // Others still hold its token; without a timer there is nothing to release.
            _waiting.Remove(address, out waiting);
#pragma warning restore CA2000
        }

        FellSilent(logger, address, Pause);
        waiting?.Cancel();
    }

    private CancellationToken CutOf(string address)
    {
        if (!_waiting.TryGetValue(address, out var waiting))
        {
            if (_waiting.Count >= Most)
            {
                // Whoever waits there now waits its own time out.
                _waiting.Clear();
            }

            waiting = new CancellationTokenSource();
            _waiting.Add(address, waiting);
        }

        return waiting.Token;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The OCSP responder {Address} is silent: no login waits for it for {Pause}")]
    private static partial void FellSilent(ILogger logger, string address, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The OCSP responder {Address} answers again")]
    private static partial void AnswersAgain(ILogger logger, string address);

    private sealed class Silence(object foundBy)
    {
        public object FoundBy { get; } = foundBy;

        public long Since { get; set; }
    }
}
