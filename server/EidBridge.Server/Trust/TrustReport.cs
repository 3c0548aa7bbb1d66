using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Server.Trust;

/// <summary>How the trusted certificates stand: what is here, how old it is, and what is wrong with it.</summary>
/// <param name="AgeDays">Whole days since the last update; null when there never was one.</param>
internal sealed record TrustReport(
    string Directory, DateTimeOffset? UpdatedAt, int? AgeDays, IReadOnlyList<PinnedRoot> Roots, IReadOnlyList<HeldIssuer> Issuers, IReadOnlyList<TrustFinding> Findings)
{
    private const string GetThem = "eidbridge-server trust fetch; or trust import FILE, where this machine may not fetch";

    /// <exception cref="InvalidDataException">A file that cannot be read.</exception>
    public static TrustReport Make(TrustFolder folder, IReadOnlyDictionary<string, string> pins, TrustOptions options, DateTimeOffset now)
    {
        var held = folder.ReadAll();
        var byFingerprint = held.DistinctBy(TrustFolder.FingerprintOf, StringComparer.Ordinal).ToDictionary(TrustFolder.FingerprintOf, StringComparer.Ordinal);
        var roots = pins.OrderBy(pin => pin.Value, StringComparer.Ordinal)
            .Select(pin => new PinnedRoot(pin.Value, pin.Key, byFingerprint.TryGetValue(pin.Key, out var root) ? EndOf(root) : null)).ToList();
        var issuers = held.Where(c => folder.PinOf(c) is null)
            .Select(c => new HeldIssuer(c.GetNameInfo(X509NameType.SimpleName, forIssuer: false), TrustFolder.FingerprintOf(c), EndOf(c))).ToList();
        var updated = folder.UpdatedAt;
        return new TrustReport(
            folder.Directory, updated, updated is { } at ? (int)(now - at).TotalDays : null, roots, issuers, [.. Judge(roots, updated, options, now)]);
    }

    private static IEnumerable<TrustFinding> Judge(List<PinnedRoot> roots, DateTimeOffset? updated, TrustOptions options, DateTimeOffset now)
    {
        if (roots.TrueForAll(root => root.ValidUntil is null))
        {
            yield return new TrustFinding("No root is here: every eID login will be refused.", GetThem);
            yield break;
        }

        // Root CA4 is pinned in two forms; one that is valid is enough.
        foreach (var forms in roots.GroupBy(root => root.Name.Split(" (")[0], StringComparer.Ordinal))
        {
            var end = forms.Max(root => root.ValidUntil);
            if (end is null)
            {
                yield return new TrustFinding($"{forms.Key} is missing: the cards below it are refused.", GetThem);
            }
            else if (end <= now)
            {
                yield return new TrustFinding($"{forms.Key} has ended on {end:yyyy-MM-dd}: the cards below it are refused.", "nothing; take its file away when no such card is in use any more");
            }
            else if (end - now <= options.WarnBeforeEnd)
            {
                yield return new TrustFinding($"{forms.Key} ends on {end:yyyy-MM-dd}.", "see whether a newer version of EidBridge pins a newer form of it");
            }
        }

        if (updated is { } at && now - at > options.MaxAge)
        {
            yield return new TrustFinding($"Nothing was fetched or imported since {at:yyyy-MM-dd}: newer issuing CAs are not known here.", GetThem);
        }
    }

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => new DateTimeOffset(certificate.NotAfter).ToUniversalTime();
}

/// <param name="ValidUntil">Null when the root is not here.</param>
internal sealed record PinnedRoot(string Name, string Sha256, DateTimeOffset? ValidUntil);

/// <summary>A candidate for a path.</summary>
internal sealed record HeldIssuer(string Name, string Sha256, DateTimeOffset ValidUntil);

/// <param name="What">What is wrong.</param>
/// <param name="Do">What the administrator does about it.</param>
internal sealed record TrustFinding(string What, string Do);
