using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.Revocation;

/// <summary>
/// Responders that were silent of late. Nobody waits for one for <see cref="Pause"/>; then one question finds out whether it is back, while the others still do not wait.
/// Safe for many threads.
/// </summary>
/// <param name="notAsked">Counts the questions that were spared.</param>
internal sealed partial class SilentHosts(TimeProvider time, Counter<long>? notAsked, ILogger logger)
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Belgium has a handful; the one silent for longest makes room.</summary>
    private const int Most = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Silence> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _hosts.Count;
            }
        }
    }

    /// <summary>Whoever is told true also tells how it ended.</summary>
    /// <param name="host">With its port, where that is not the usual one.</param>
    public bool MayAsk(string host)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(host, out var silence))
            {
                return true;
            }

            if (!silence.IsProbed && time.GetElapsedTime(silence.Since) >= Pause)
            {
                silence.IsProbed = true;
                return true;
            }
        }

        notAsked?.Add(1);
        return false;
    }

    /// <param name="answered">Whether anything came back, right or wrong; null where it was not asked after all.</param>
    public void Tell(string host, bool? answered)
    {
        bool wasSilent;
        lock (_lock)
        {
            wasSilent = _hosts.TryGetValue(host, out var silence);
            if (answered is null)
            {
                silence?.IsProbed = false;
                return;
            }

            _hosts.Remove(host);
            if (answered is false)
            {
                MakeRoom();
                _hosts.Add(host, new Silence(time.GetTimestamp()));
            }
        }

        if (answered is false && !wasSilent)
        {
            FellSilent(logger, host, Pause);
        }
        else if (answered is true && wasSilent)
        {
            AnswersAgain(logger, host);
        }
    }

    private void MakeRoom()
    {
        if (_hosts.Count >= Most)
        {
            _hosts.Remove(_hosts.MinBy(pair => pair.Value.Since).Key);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The OCSP responder {Host} is silent: no login waits for it for {Pause}")]
    private static partial void FellSilent(ILogger logger, string host, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The OCSP responder {Host} answers again")]
    private static partial void AnswersAgain(ILogger logger, string host);

    private sealed class Silence(long since)
    {
        public long Since { get; } = since;

        public bool IsProbed { get; set; }
    }
}
