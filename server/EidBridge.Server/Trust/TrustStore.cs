using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Server.Site;
using EidBridge.Verification;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

/// <summary>The pinned roots and the issuing CAs on this machine, and the verifier that rests on them. Read once, at the start.</summary>
internal sealed class TrustStore
{
    private readonly EidTokenVerifier? _verifier;

    public TrustStore(IOptions<TrustOptions> options, IOptions<SiteOptions> site, TimeProvider clock)
    {
        var folder = DirectoryOf(options.Value, site.Value);
        var imported = TrustFiles.ReadAll(folder);
        Imported = imported.Select(TrustFolder.FingerprintOf).ToHashSet(StringComparer.Ordinal);
        var development = options.Value.DevelopmentRoots.Select(TrustFiles.Read).ToList();

        // What lies beside a development root may only help to find a path to it.
        var beside = options.Value.DevelopmentRoots
            .Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!).Distinct(StringComparer.Ordinal).SelectMany(TrustFiles.ReadAll);

        Anchors = [.. imported.Where(BelgianRoots.IsPinned), .. development];
        Issuers = [.. imported.Where(c => !IsSelfSigned(c)), .. beside.Where(c => !IsSelfSigned(c))];
        DevelopmentRoot = development.FirstOrDefault()?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        _verifier = Anchors.Count == 0 ? null : new EidTokenVerifier(
            new EidVerificationOptions { Origin = OriginOf(site.Value), TrustAnchors = Anchors, IssuingCertificates = Issuers }, clock);
    }

    /// <summary>SHA-256 of what the folder held at the start.</summary>
    public IReadOnlySet<string> Imported { get; }

    public IReadOnlyList<X509Certificate2> Anchors { get; }

    public IReadOnlyList<X509Certificate2> Issuers { get; }

    /// <summary>Whether real cards are trusted here, and not those of a development root alone.</summary>
    public bool TrustsBelgium => Anchors.Any(BelgianRoots.IsPinned);

    /// <summary>Name of the development root, for every page's footer; null when there is none.</summary>
    public string? DevelopmentRoot { get; }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.IssuerUnknown"/> while no root is imported.</exception>
    public EidTokenVerifier Verifier => _verifier ?? throw new EidBridgeException(ErrorCode.IssuerUnknown, "no root is imported: eidbridge-server trust fetch");

    public static string DirectoryOf(TrustOptions options, SiteOptions site) => options.Directory ?? Path.Combine(site.DataDirectory, "trust");

    private static string OriginOf(SiteOptions site) => site.Origin.GetLeftPart(UriPartial.Authority);

    private static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
