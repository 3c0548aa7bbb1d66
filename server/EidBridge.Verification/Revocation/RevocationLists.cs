using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>
/// The lists of the CAs that logins came by: fetched in the background, or when first needed, and forgotten with the CA. A login waits a little for a list; fetching it goes
/// on without the login.
/// </summary>
internal sealed class RevocationLists(RevocationClient client, RevocationOptions options, TimeProvider time)
{
    // A list that was too old for what it is needed for is no other a moment later.
    private static readonly TimeSpan PauseAfterFetch = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Kept> _lists = new(StringComparer.Ordinal);

    public int Count => _lists.Count;

    /// <summary>A certificate of this CA was seen: its list is kept at hand from now on, where it names one that may be fetched.</summary>
    public void Note(CertificateFields certificate, IssuingCa issuer) => Find(AddressOf(certificate), issuer);

    /// <summary>What a CA's list says of a certificate that it signed.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: there is no current list.</exception>
    /// <param name="maxAge">How old a list may be that says nothing against the certificate.</param>
    public async Task<RevocationAnswer> AskAsync(CertificateFields certificate, IssuingCa issuer, TimeSpan? maxAge = null)
    {
        var address = AddressOf(certificate);
        var kept = Find(address, issuer) ?? throw RevocationClient.NotAdmitted(address);
        if (!IsCurrent(kept.List) || IsOld(kept.List))
        {
            await AwaitFetchAsync(kept);
        }

        var list = IsCurrent(kept.List)
            ? kept.List
            : throw new EidBridgeException(ErrorCode.RevocationUnavailable, kept.Failure ?? "no current revocation list is at hand yet");
        var status = list.StatusOf(certificate.SerialNumber.Span);
        var now = time.GetUtcNow();
        return status == RevocationStatus.Good && IsOld(list)
            ? throw new EidBridgeException(ErrorCode.RevocationUnavailable, "a revocation list too old to speak for a card")
            : new RevocationAnswer(status, now, Min(now + options.AnswerLifetime, list.NextUpdate), list.ThisUpdate);

        bool IsOld(RevocationList one) => time.GetUtcNow() - one.ThisUpdate > maxAge;
    }

    /// <summary>Fetches what is due, and forgets CAs not seen for long. A list that cannot be had leaves the one before.</summary>
    /// <returns>Reasons of what could not be fetched.</returns>
    public async Task<IReadOnlyList<string>> RefreshAsync()
    {
        var failures = new List<string>();
        foreach (var (key, kept) in _lists)
        {
            var now = time.GetUtcNow();
            if (now - kept.SeenAt > options.ListsKeptAfterUse)
            {
                _lists.TryRemove(key, out _);
            }
            else if (now - kept.FetchedAt >= options.ListRefresh)
            {
                await BeginFetch(kept).Done;
                if (kept.Failure is { } failure)
                {
                    failures.Add(failure);
                }
            }
        }

        return failures;
    }

    private bool IsCurrent([NotNullWhen(true)] RevocationList? list) => list?.IsCurrentAt(time.GetUtcNow(), options.ClockSkew) == true;

    // A certificate may name a directory or another host first. Null where it names no list at all.
    private string? AddressOf(CertificateFields certificate)
    {
        var addresses = CertificateExtensions.CrlAddressesOf(certificate);
        return addresses.FirstOrDefault(address => client.Admit(address) is not null) ?? (addresses is [var first, ..] ? first : null);
    }

    /// <returns>Null where nobody may be asked for it.</returns>
    private Kept? Find(string? address, IssuingCa issuer)
    {
        if (client.Admit(address) is not { } place)
        {
            return null;
        }

        var kept = _lists.GetOrAdd($"{issuer.Fingerprint} {address}", static (_, made) => new Kept(made.issuer, made.address!, made.place), (issuer, address, place));
        kept.SeenAt = time.GetUtcNow();
        while (_lists.Count > options.MaxLists)
        {
            _lists.TryRemove(_lists.MinBy(pair => pair.Value.SeenAt).Key, out _);
        }

        return kept;
    }

    // For as long as one login waits, counted from when the fetch began: whoever comes later waits less.
    private async Task AwaitFetchAsync(Kept kept)
    {
        Fetching fetch;
        lock (kept)
        {
            if (kept.Fetching is null && time.GetUtcNow() < kept.RetryAt)
            {
                return;
            }

            fetch = BeginFetch(kept);
        }

        if (await Task.WhenAny(fetch.Done, fetch.TooLong) == fetch.Done)
        {
            await fetch.Done;
        }
    }

    // Of any number that need the same list, one fetches it.
    private Fetching BeginFetch(Kept kept)
    {
        lock (kept)
        {
            return kept.Fetching ??= new Fetching(TooLong: Task.Delay(options.Timeout, time), Done: FetchAsync(kept));
        }
    }

    private async Task FetchAsync(Kept kept)
    {
        // Off the caller's stack: the task must stand in the field before it can end.
        await Task.Yield();
        RevocationList? list = null;
        string? failure = null;
        try
        {
            list = RevocationList.Parse(await client.FetchAsync(kept.Place), kept.Issuer, kept.Address);
            failure = !IsCurrent(list) ? "a revocation list that has ended or has not begun"
                : kept.List is { } before && before.ThisUpdate > list.ThisUpdate ? "a revocation list older than the one at hand"
                : null;
        }
        catch (EidBridgeException e)
        {
            failure = e.Detail ?? e.Code;
        }
        finally
        {
            lock (kept)
            {
                kept.End(failure is null ? list : null, failure, time.GetUtcNow(), failure is null ? PauseAfterFetch : options.ListRetry);
            }
        }
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <param name="TooLong">When no login waits for it any longer.</param>
    private sealed record Fetching(Task TooLong, Task Done);

    private sealed class Kept(IssuingCa issuer, string address, Uri place)
    {
        public IssuingCa Issuer { get; } = issuer;

        /// <summary>As certificates and lists spell it.</summary>
        public string Address { get; } = address;

        public Uri Place { get; } = place;

        public DateTimeOffset SeenAt { get; set; }

        public DateTimeOffset FetchedAt { get; private set; }

        /// <summary>No login fetches it before.</summary>
        public DateTimeOffset RetryAt { get; private set; }

        public RevocationList? List { get; private set; }

        /// <summary>Why the last fetch failed.</summary>
        public string? Failure { get; private set; }

        public Fetching? Fetching { get; set; }

        /// <param name="list">Null leaves the one before.</param>
        public void End(RevocationList? list, string? failure, DateTimeOffset now, TimeSpan pause)
        {
            (List, FetchedAt) = list is null ? (List, FetchedAt) : (list, now);
            (Failure, RetryAt) = (failure, now + pause);
            Fetching = null;
        }
    }
}
