using EidBridge.Card;
using EidBridge.Host.Commands;
using EidBridge.Protocol;

namespace EidBridge.Host.Cli;

/// <summary>One certificate of a card.</summary>
/// <param name="Use"><c>authentication</c> or <c>signing</c>.</param>
/// <param name="Facts">Null when it is not there or cannot be read.</param>
/// <param name="Obstacle">A code of the catalogue, or null when it can be used now.</param>
internal sealed record CertificateReport(string Use, CertificateFacts? Facts, string? Obstacle);

/// <summary>One reader and what is in it.</summary>
/// <param name="Card">Null when there is none, or it could not be read.</param>
/// <param name="Problem">A code of the catalogue: why the card could not be read.</param>
internal sealed record ReaderReport(string Name, CardFacts? Card, IReadOnlyList<CertificateReport> Certificates, string? Problem)
{
    public bool IsEmpty => Card is null && Problem is null;
}

/// <summary>Looks at all readers at the same time: one that hangs hides no other.</summary>
internal static class CardReport
{
    /// <summary>Beyond the 10 s each that another program may hold card and transaction for, which is <c>card-busy</c>.</summary>
    private static readonly TimeSpan CardLimit = TimeSpan.FromSeconds(25);

    /// <exception cref="CardException">The service does not run, refuses this session or does not answer.</exception>
    public static async Task<IReadOnlyList<ReaderReport>> ReadAsync(Func<ICardReaders> openReaders, TimeProvider time)
    {
        using var readers = openReaders();
        var present = await ReaderWatch.ListAsync(readers, time);
        var now = time.GetUtcNow();
        var reports = await Task.WhenAll(present.Select(reader => UnlessSilentAsync(CardWork.RunAsync(() => Read(readers, reader, now)), time)));

        // Where another card answers, the service is well.
        var silence = reports.Any(report => report?.Card is not null) ? ErrorCode.CardError : ErrorCode.PcscUnavailable;
        return [.. present.Zip(reports, (reader, report) => report ?? new ReaderReport(reader.Name, null, [], silence))];
    }

    private static async Task<ReaderReport?> UnlessSilentAsync(Task<ReaderReport> reading, TimeProvider time)
    {
        try
        {
            return await reading.WaitAsync(CardLimit, time);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static ReaderReport Read(ICardReaders readers, CardReader reader, DateTimeOffset now)
    {
        switch (reader.Presence)
        {
            case CardPresence.Empty:
                return new ReaderReport(reader.Name, null, [], null);
            case CardPresence.Mute:
                return new ReaderReport(reader.Name, null, [], ErrorCode.CardError);
            default:
                break;
        }

        try
        {
            using var card = readers.Connect(reader);
            var facts = card.ReadFacts();
            return new ReaderReport(
                reader.Name,
                facts,
                [Read(card, CardCertificate.Authentication, "authentication", now), Read(card, CardCertificate.Signing, "signing", now)],
                facts.TriesLeft == 0 ? ErrorCode.PinBlocked : null);
        }
        catch (CardException e)
        {
            return new ReaderReport(reader.Name, null, [], CardFaults.CodeOf(e.Fault));
        }
    }

    // A kids' card has no signing certificate: that is worth a line, and no failure.
    private static CertificateReport Read(IEidCard card, CardCertificate which, string use, DateTimeOffset now)
    {
        try
        {
            var facts = CertificateFacts.Read(card.ReadCertificate(which));
            return new CertificateReport(use, facts, facts.ObstacleAt(now));
        }
        catch (CardException e) when (e.Fault == CardFault.CertificateMissing)
        {
            return new CertificateReport(use, null, ErrorCode.CertificateMissing);
        }
        catch (EidBridgeException e)
        {
            return new CertificateReport(use, null, e.Code);
        }
    }
}
