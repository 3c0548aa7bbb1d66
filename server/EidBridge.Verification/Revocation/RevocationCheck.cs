using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using EidBridge.Protocol;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.Revocation;

/// <summary>
/// Whether a card has been revoked: OCSP for the card, the CA's list where OCSP does not answer, the list of the CA above for every CA on the path. Asked only when the token,
/// its nonce and its path hold, so that nobody without a card makes this server ask anything.
/// </summary>
internal sealed partial class RevocationCheck : IDisposable
{
    private readonly RevocationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RevocationCheck> _logger;
    private readonly HttpMessageInvoker _http;
    private readonly OcspResponders _responders;
    private readonly AnswerCache _answers;
    private readonly ConcurrentDictionary<string, Lazy<Task<RevocationAnswer>>> _asking = new(StringComparer.Ordinal);
    private readonly Meter? _meter;
    private readonly Counter<long>? _asked;
    private readonly Counter<long>? _stale;

    /// <param name="isCounted">False for a rehearsal, of which nobody is to hear.</param>
    /// <exception cref="ArgumentException">An option that cannot be.</exception>
    public RevocationCheck(RevocationOptions options, TimeProvider time, ILogger<RevocationCheck> logger, bool isCounted = true)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _time = time;
        _logger = logger;
#pragma warning disable CA2000 // The invoker owns its handler.
        _http = options.BackchannelHttpHandler is { } given
            ? new HttpMessageInvoker(given, disposeHandler: false)
            : new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout });
#pragma warning restore CA2000
        var client = new RevocationClient(_http, options, time);
        _answers = new AnswerCache(options.MaxAnswers);
        Lists = new RevocationLists(client, options, time);
        _meter = isCounted ? new Meter(RevocationOptions.MeterName) : null;
        _asked = _meter?.CreateCounter<long>("eidbridge.revocation.answers");
        _stale = _meter?.CreateCounter<long>("eidbridge.revocation.stale");
        Silent = new SilentResponders(time, _meter?.CreateCounter<long>("eidbridge.revocation.not_asked"), logger);
        _responders = new OcspResponders(client, Lists, options, time, Silent);
    }

    public RevocationLists Lists { get; }

    public SilentResponders Silent { get; }

    public int RememberedAnswers => _answers.Count;

    /// <summary>Fetches the revocation lists that are due; for a service in the background.</summary>
    public async Task RefreshListsAsync()
    {
        foreach (var failure in await Lists.RefreshAsync())
        {
            ListNotFetched(failure);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _meter?.Dispose();
    }

    /// <returns>Whether an answer of before an outage served, where the policy allows that for this use.</returns>
    /// <exception cref="EidBridgeException">
    /// <see cref="ErrorCode.CertificateRevoked"/>, <see cref="ErrorCode.CertificateSuspended"/>, or <see cref="ErrorCode.RevocationUnavailable"/> where nobody could say.
    /// </exception>
    public Task<bool> RequireGoodAsync(ProvedCard card, EidUse use, CancellationToken cancellationToken) =>
        RequireGoodAsync(card.Certificate, card.Issuer, use, AskAboutCardAsync, cancellationToken);

    /// <summary>The same for the certificate of a signature.</summary>
    public Task RequireSignerGoodAsync(CertificateFields certificate, IssuingCa issuer, CancellationToken cancellationToken) =>
        RequireGoodAsync(certificate, issuer, EidUse.AccountChange, AskAboutCardAsync, cancellationToken);

    /// <summary>The same for the National Register's certificate: like a CA it has no responder, its issuer keeps a list.</summary>
    public Task RequireRegisterGoodAsync(CertificateFields certificate, IssuingCa issuer, CancellationToken cancellationToken) =>
        RequireGoodAsync(certificate, issuer, EidUse.AccountChange, AskTheListAsync, cancellationToken);

    private async Task<bool> RequireGoodAsync(
        CertificateFields certificate, IssuingCa issuer, EidUse use, Func<CertificateFields, IssuingCa, Task<RevocationAnswer>> ask, CancellationToken cancellationToken)
    {
        var path = issuer.Path!.Certificates;
        var asked = new List<Task<Finding>>(path.Count) { FindAsync(certificate, issuer, use, ask) };
        for (var i = 0; i < path.Count - 1; i++)
        {
            asked.Add(FindAsync(path[i].Certificate, path[i + 1], use, AskTheListAsync));
        }

        return RequireGood(await Task.WhenAll(asked).WaitAsync(cancellationToken));
    }

    // What is known of one certificate counts before what cannot be known of another.
    private bool RequireGood(Finding[] findings)
    {
        foreach (var finding in findings)
        {
            RequireGood(finding.Answer?.Status ?? RevocationStatus.Good);
        }

        if (Array.Find(findings, finding => finding.Answer is null).Failure is { } failure)
        {
            throw failure;
        }

        if (Array.Find(findings, finding => finding.Failure is not null) is not { Answer: { } stale, Failure: { } reason })
        {
            return false;
        }

        _stale?.Add(1);
        StaleAnswer(reason.Detail, stale.AskedAt);
        return true;
    }

    private static void RequireGood(RevocationStatus status)
    {
        switch (status)
        {
            case RevocationStatus.Good:
                return;
            case RevocationStatus.Suspended:
                throw new EidBridgeException(ErrorCode.CertificateSuspended);
            case RevocationStatus.Revoked or RevocationStatus.RevokedWithoutReason:
                throw new EidBridgeException(ErrorCode.CertificateRevoked);
            case RevocationStatus.Unknown:
                throw new EidBridgeException(ErrorCode.RevocationUnavailable, "the responder does not know the certificate");
            default:
                throw new UnreachableException();
        }
    }

    private async Task<Finding> FindAsync(
        CertificateFields certificate, IssuingCa issuer, EidUse use, Func<CertificateFields, IssuingCa, Task<RevocationAnswer>> ask)
    {
        // One CA may have several certificates, of which a token chooses one: what is known of its cards hangs on none of them.
        var key = $"{issuer.Identity}:{Convert.ToHexString(certificate.SerialNumber.Span)}";
        var known = _answers.Find(key);
        if (IsFresh(known) || IsFinal(known))
        {
            return new Finding(known);
        }

        try
        {
            return new Finding(await AskOnceAsync(key, () => ask(certificate, issuer)));
        }
        catch (EidBridgeException e)
        {
            return new Finding(MayServeStale(known, use) ? known : null, e);
        }
    }

    private bool IsFresh([NotNullWhen(true)] RevocationAnswer? known) => known is not null && _time.GetUtcNow() < known.FreshUntil;

    // Nobody takes a revocation back (RFC 5280 section 5.3.1): only a card that may be suspended may be good again.
    private static bool IsFinal([NotNullWhen(true)] RevocationAnswer? known) => known is { Status: RevocationStatus.Revoked };

    // A list of before a suspension knows nothing of it.
    private static bool IsUndone(RevocationAnswer? last, RevocationAnswer answer) =>
        last is { Status: not RevocationStatus.Good } && answer.Status == RevocationStatus.Good && answer.SaidAt < last.SaidAt;

    private bool MayServeStale(RevocationAnswer? known, EidUse use) =>
        known is { Status: RevocationStatus.Good }
        && _options.Outage == OutagePolicy.StaleAnswerForActiveAccounts
        && use == EidUse.LoginToActiveAccount
        && _time.GetUtcNow() - known.AskedAt <= _options.MaxStale;

    // Of a hundred logins with one card, one asks; nobody's cancellation takes the answer from the others.
    private async Task<RevocationAnswer> AskOnceAsync(string key, Func<Task<RevocationAnswer>> ask)
    {
        var asking = _asking.GetOrAdd(key, _ => new Lazy<Task<RevocationAnswer>>(async () =>
        {
            // Who comes between an answer and its place here finds it kept.
            var last = _answers.Find(key);
            if (IsFresh(last) || IsFinal(last))
            {
                return last;
            }

            var answer = await ask();
            if (IsUndone(last, answer))
            {
                return last!;
            }

            _answers.Keep(key, answer);
            return answer;
        }));
        try
        {
            return await asking.Value;
        }
        finally
        {
            _asking.TryRemove(KeyValuePair.Create(key, asking));
        }
    }

    private async Task<RevocationAnswer> AskAboutCardAsync(CertificateFields certificate, IssuingCa issuer)
    {
        // Its list is at hand by the time OCSP does not answer.
        Lists.Note(certificate, issuer);
        try
        {
            return Count("ocsp", await _responders.AskAsync(certificate, issuer));
        }
        catch (EidBridgeException e)
        {
            ResponderFailed(e.Detail);
            return Count("list", await Lists.AskAsync(certificate, issuer, _options.MaxListAge));
        }
    }

    private async Task<RevocationAnswer> AskTheListAsync(CertificateFields certificate, IssuingCa issuer) =>
        Count("list", await Lists.AskAsync(certificate, issuer));

    private RevocationAnswer Count(string source, RevocationAnswer answer)
    {
        _asked?.Add(1, new KeyValuePair<string, object?>("source", source), new KeyValuePair<string, object?>("status", answer.Status.ToString()));
        return answer;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The OCSP responder gave no answer that counts: {Reason}. The CA's list is asked")]
    private partial void ResponderFailed(string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login to an active account was let in on an answer of {AskedAt:u}: {Reason}")]
    private partial void StaleAnswer(string? reason, DateTimeOffset askedAt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A revocation list could not be fetched: {Reason}")]
    private partial void ListNotFetched(string? reason);

    /// <param name="Answer">Null where nobody could say.</param>
    /// <param name="Failure">Why nobody could say; beside an answer, which is then stale.</param>
    private readonly record struct Finding(RevocationAnswer? Answer, EidBridgeException? Failure = null);
}
