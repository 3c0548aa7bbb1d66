using System.Collections.Concurrent;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>The lists of the CAs that logins came by: fetched when first needed, then in the background, and forgotten with the CA.</summary>
internal sealed class RevocationLists(RevocationClient client, RevocationOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Kept> _lists = new(StringComparer.Ordinal);

    public int Count => _lists.Count;

    /// <summary>What a CA's list says of a certificate that it signed.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: there is no current list.</exception>
    /// <param name="maxAge">How old a list may be that says nothing against the certificate.</param>
    public async Task<RevocationAnswer> AskAsync(CertificateFields certificate, IssuingCa issuer, TimeSpan? maxAge = null)
    {
        var now = time.GetUtcNow();
        var address = CertificateExtensions.CrlAddressOf(certificate);
        var kept = _lists.GetOrAdd($"{issuer.Fingerprint} {address}", static (_, made) => made, new Kept(issuer, address));
        kept.SeenAt = now;
        Trim();
        var list = kept.List is { } known && known.IsCurrentAt(now, options.ClockSkew) && !IsOld(known) ? known : await FetchAsync(kept);
        var status = list.StatusOf(certificate.SerialNumber.Span);
        return status == RevocationStatus.Good && IsOld(list)
            ? throw new EidBridgeException(ErrorCode.RevocationUnavailable, "a revocation list too old to speak for a card")
            : new RevocationAnswer(status, now, Min(now + options.AnswerLifetime, list.NextUpdate), list.ThisUpdate);

        bool IsOld(RevocationList one) => now - one.ThisUpdate > maxAge;
    }

    /// <summary>Fetches what is due, and forgets CAs not seen for long. A list that cannot be had leaves the one before.</summary>
    /// <returns>Codes and reasons of what could not be fetched.</returns>
    public async Task<IReadOnlyList<EidBridgeException>> RefreshAsync()
    {
        var failures = new List<EidBridgeException>();
        foreach (var (key, kept) in _lists)
        {
            var now = time.GetUtcNow();
            if (now - kept.SeenAt > options.ListsKeptAfterUse)
            {
                _lists.TryRemove(key, out _);
            }
            else if (now - kept.FetchedAt >= options.ListRefresh)
            {
                try
                {
                    await FetchAsync(kept);
                }
                catch (EidBridgeException e)
                {
                    failures.Add(e);
                }
            }
        }

        return failures;
    }

    // Of any number that need the same list, one fetches it.
    private async Task<RevocationList> FetchAsync(Kept kept)
    {
        Task<RevocationList> task;
        lock (kept)
        {
            task = kept.Fetching ??= FetchNowAsync(kept);
        }

        try
        {
            return await task;
        }
        finally
        {
            lock (kept)
            {
                if (ReferenceEquals(kept.Fetching, task))
                {
                    kept.Fetching = null;
                }
            }
        }
    }

    private async Task<RevocationList> FetchNowAsync(Kept kept)
    {
        // Off the caller's stack: the task must stand in the field before it can end.
        await Task.Yield();
        var list = RevocationList.Parse(await client.FetchAsync(kept.Address), kept.Issuer, kept.Address);
        var now = time.GetUtcNow();
        if (!list.IsCurrentAt(now, options.ClockSkew))
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, "a revocation list that has ended or has not begun");
        }

        if (kept.List is { } before && before.ThisUpdate > list.ThisUpdate)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, "a revocation list older than the one at hand");
        }

        kept.List = list;
        kept.FetchedAt = now;
        return list;
    }

    private void Trim()
    {
        while (_lists.Count > options.MaxLists)
        {
            _lists.TryRemove(_lists.MinBy(pair => pair.Value.SeenAt).Key, out _);
        }
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed class Kept(IssuingCa issuer, string? address)
    {
        public IssuingCa Issuer { get; } = issuer;

        public string? Address { get; } = address;

        public DateTimeOffset SeenAt { get; set; }

        public DateTimeOffset FetchedAt { get; set; }

        public RevocationList? List { get; set; }

        public Task<RevocationList>? Fetching { get; set; }
    }
}
