namespace EidBridge.Verification.Revocation;

/// <summary>How an OCSP responder must treat the number that keeps an old answer from being played again (RFC 9654).</summary>
public enum OcspNoncePolicy
{
    /// <summary>An answer without the nonce is taken while it is young; one with another nonce never.</summary>
    IfPresent,

    /// <summary>An answer without the nonce is refused.</summary>
    Required,
}

/// <summary>What happens while nobody can say whether a card has been revoked.</summary>
public enum OutagePolicy
{
    /// <summary>Every login is refused until an answer can be had.</summary>
    FailClosed,

    /// <summary>The last good answer serves for a login to an account that is already active, for a while; nothing else.</summary>
    StaleAnswerForActiveAccounts,
}

/// <summary>What a card's proof is wanted for: it decides what an outage of the responders may do.</summary>
public enum EidUse
{
    /// <summary>Registration, unlocking, a change of the account: never on a stale answer.</summary>
    AccountChange,

    /// <summary>A login to an account that is active already.</summary>
    LoginToActiveAccount,
}

/// <summary>How revocation is asked (OCSP, RFC 6960; lists, RFC 5280 section 5).</summary>
public sealed class RevocationOptions
{
    /// <summary>
    /// Name of the meter: <c>eidbridge.revocation.answers</c> by source and status, <c>eidbridge.revocation.stale</c>, and <c>eidbridge.revocation.not_asked</c>, the questions that a
    /// silent responder was spared.
    /// </summary>
    public const string MeterName = "EidBridge.Verification";

    /// <summary>
    /// Who may be asked, whatever a certificate names: <c>host</c>, <c>host:port</c>, or <c>*.domain</c>; an IPv6 address with a port in brackets. Without a port: 80 and 443.
    /// </summary>
    public IReadOnlyCollection<string> AllowedHosts { get; init; } = ["*.belgium.be"];

    /// <summary>For every responder that <see cref="NonceByHost"/> does not name.</summary>
    public OcspNoncePolicy Nonce { get; init; } = OcspNoncePolicy.IfPresent;

    /// <summary>By host alone (no scheme, no port), where a responder is to be treated otherwise. Small and capital letters are the same.</summary>
    public IReadOnlyDictionary<string, OcspNoncePolicy> NonceByHost { get; init; } = new Dictionary<string, OcspNoncePolicy>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// For one question, and for how long a login waits for a list. Who gives no answer (nothing, or a server's error, 5xx, came back) is asked once more, and who was silent is
    /// then left alone for 30 s. Several responders of one card share the time of two questions.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For a list, which is larger than an answer: fetching one goes on in the background when a login no longer waits for it.</summary>
    public TimeSpan ListTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What sends the questions instead of a handler of our own: behind a proxy, or in a test. It must not follow redirects, and is not disposed of here.</summary>
    public HttpMessageHandler? BackchannelHttpHandler { get; init; }

    /// <summary>By how much a responder's clock may differ; an hour at most.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How old an answer without a nonce may be.</summary>
    public TimeSpan MaxAgeWithoutNonce { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How old any answer may be, whatever end it names itself, or none.</summary>
    public TimeSpan MaxAnswerAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// For how long an answer is not asked again. While OCSP answers, a revocation is noticed this much after the responder tells it; but an answer may itself be
    /// <see cref="MaxAnswerAge"/> old (<see cref="MaxAgeWithoutNonce"/> without our nonce), a list where OCSP does not answer <see cref="MaxListAge"/>, and with
    /// <see cref="OutagePolicy.StaleAnswerForActiveAccounts"/> a login to an active account rests on an answer had up to <see cref="MaxStale"/> before.
    /// </summary>
    public TimeSpan AnswerLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Cards whose answers are remembered.</summary>
    public int MaxAnswers { get; init; } = 10_000;

    /// <summary>Of one OCSP answer.</summary>
    public int MaxAnswerBytes { get; init; } = 20_000;

    /// <summary>Of one revocation list.</summary>
    public int MaxListBytes { get; init; } = 20_000_000;

    /// <summary>How old a list may be that lets a card in where OCSP does not answer, whatever end it names itself. Lists about CAs are bound by their own dates.</summary>
    public TimeSpan MaxListAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Lists kept; those of CAs seen longest ago make room.</summary>
    public int MaxLists { get; init; } = 100;

    /// <summary>How often lists in use are fetched anew, in the background.</summary>
    public TimeSpan ListRefresh { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For how long after a failure logins do without a list instead of trying to fetch it.</summary>
    public TimeSpan ListRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A CA not seen for so long has no list here.</summary>
    public TimeSpan ListsKeptAfterUse { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What happens while nobody can say whether a card has been revoked.</summary>
    public OutagePolicy Outage { get; init; } = OutagePolicy.FailClosed;

    /// <summary>How old a stale answer may be, from the moment it was had.</summary>
    public TimeSpan MaxStale { get; init; } = TimeSpan.FromHours(24);

    /// <returns>What is wrong, naming the option; null when nothing is.</returns>
    internal string? FindFault() => FindFaultySpan() ?? FindFaultyCount() ?? FindFaultyHost();

    private string? FindFaultySpan()
    {
        var (minute, hour, day) = (TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        var spans = new (string Name, TimeSpan Value, TimeSpan Most)[]
        {
            (nameof(Timeout), Timeout, minute), (nameof(ListTimeout), ListTimeout, 10 * minute),
            (nameof(MaxAgeWithoutNonce), MaxAgeWithoutNonce, 7 * day), (nameof(MaxAnswerAge), MaxAnswerAge, 7 * day),
            (nameof(AnswerLifetime), AnswerLifetime, day), (nameof(ListRefresh), ListRefresh, day), (nameof(ListRetry), ListRetry, hour), (nameof(ListsKeptAfterUse), ListsKeptAfterUse, 366 * day),
            (nameof(MaxStale), MaxStale, 7 * day), (nameof(MaxListAge), MaxListAge, 7 * day),
        };
        return ClockSkew < TimeSpan.Zero || ClockSkew > hour ? $"{nameof(ClockSkew)} must not be negative, and {hour} at most"
            : Array.Find(spans, span => span.Value <= TimeSpan.Zero || span.Value > span.Most) is { Name: { } name, Most: var most }
                ? $"{name} must be more than nothing, and {most} at most"
                : null;
    }

    private string? FindFaultyCount()
    {
        var counts = new (string Name, int Value, int Most)[]
        {
            (nameof(MaxAnswers), MaxAnswers, 1_000_000), (nameof(MaxAnswerBytes), MaxAnswerBytes, 1_000_000), (nameof(MaxListBytes), MaxListBytes, 500_000_000),
            (nameof(MaxLists), MaxLists, 10_000),
        };
        return Array.Find(counts, count => count.Value <= 0 || count.Value > count.Most) is { Name: { } name, Most: var most }
            ? FormattableString.Invariant($"{name} must be more than nothing, and {most} at most")
            : null;
    }

    private string? FindFaultyHost() => AllowedHosts.Count == 0 ? $"{nameof(AllowedHosts)} is empty: nobody could be asked"
        : AllowedHosts.FirstOrDefault(host => !HostPattern.IsValid(host)) is { } pattern
            ? $"{nameof(AllowedHosts)}: '{pattern}' is neither a host, host:port nor *.domain"
        : NonceByHost.Keys.FirstOrDefault(host => !HostPattern.IsHost(host)) is { } key
            ? $"{nameof(NonceByHost)}: '{key}' is no host as a certificate names it: no scheme, no port, no *"
        : NonceByHost.Keys.FirstOrDefault(host => !HostPattern.TakesHost(host, AllowedHosts)) is { } other
            ? $"{nameof(NonceByHost)}: '{other}' is never asked: {nameof(AllowedHosts)} does not take it"
        : NonceByHost.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < NonceByHost.Count ? $"{nameof(NonceByHost)} names a host twice"
        : null;
}
