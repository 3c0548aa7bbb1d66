using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// RFC 5280 section 6: a path from a card's certificate to one of the anchors, built from what we hold and what came along, never from a download. That the issuing CA
/// signed the certificate is checked every time; how that CA hangs on its anchor is remembered, for as long as it holds.
/// </summary>
internal sealed class CertificatePath
{
    private const int MaxBrought = 1000;

    // Belgium: issuing CA and root. Room for two more, so that no list of candidates makes the search long.
    private const int MaxLength = 4;
    private readonly IReadOnlyList<IssuingCa> _anchors;
    private readonly IReadOnlyList<IssuingCa> _held;
    private readonly ConcurrentDictionary<string, IssuingCa> _brought = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">An anchor that can vouch for nobody.</exception>
    public CertificatePath(EidVerificationOptions options)
    {
        _anchors = [.. options.TrustAnchors.Select(anchor => TryRead(anchor)
            ?? throw new ArgumentException($"Trust anchor '{anchor.Subject}' is no CA with a strong key", nameof(options)))];
        _held = [.. options.IssuingCertificates.Select(TryRead).OfType<IssuingCa>()];
    }

    /// <param name="candidates">DER of CAs that came with the token: they may help to find a path, and prove nothing.</param>
    /// <returns>The CA that signed it.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.IssuerUnknown"/> or <see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public IssuingCa Require(CertificateFields leaf, IReadOnlyList<byte[]> candidates, DateTimeOffset now)
    {
        EidBridgeException? refusal = null;
        IReadOnlyList<IssuingCa> brought = candidates.Count == 0 ? [] : [.. candidates.Select(Read).OfType<IssuingCa>()];
        foreach (var ca in _held.Concat(brought))
        {
            if (!ca.CouldHaveIssued(leaf) || !ca.HasSigned(leaf))
            {
                continue;
            }

            try
            {
                RequireAnchor(ca, brought, now);
                return ca;
            }
            catch (EidBridgeException e)
            {
                // Another certificate of the same CA may lead somewhere.
                refusal = e;
            }
        }

        throw refusal ?? new EidBridgeException(ErrorCode.IssuerUnknown, "no CA that is held or came along signed it");
    }

    /// <summary>For a certificate that a root signs itself, unlike a card's: the National Register's. Under a CA that is held here, it is as good.</summary>
    /// <inheritdoc cref="Require"/>
    public IssuingCa RequireRootOrCa(CertificateFields certificate, DateTimeOffset now)
    {
        EidBridgeException? refusal = null;
        foreach (var anchor in _anchors.Where(anchor => HasIssued(anchor, certificate)))
        {
            try
            {
                RequireCa(anchor, below: 0, now);
                anchor.Path = Describe([anchor]);
                return anchor;
            }
            catch (EidBridgeException e)
            {
                // One root may be pinned in two forms, of which one has ended.
                refusal = e;
            }
        }

        return refusal is null ? Require(certificate, [], now) : throw refusal;
    }

    /// <summary>What a CA below an anchor is refused for, whenever and whoever's login it is. Its path and dates are for <see cref="Require"/>.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    internal static void RequireUsable(IssuingCa ca)
    {
        // The anchor's own signature proves nothing: it is pinned, and some Belgian roots signed themselves with SHA-1.
        CertificateSignature.RequireHash(ca.Certificate);
        if (!CertificateExtensions.IsForClients(ca.Certificate))
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "a CA for something else than logins");
        }

        RequireNoLimits(ca);
    }

    internal static IssuingCa? TryRead(X509Certificate2 certificate)
    {
        try
        {
            return IssuingCa.Read(certificate.RawDataMemory);
        }
        catch (EidBridgeException)
        {
            // A store may hold old CAs; a leaf under one finds no path.
            return null;
        }
    }

    private IssuingCa? Read(byte[] der) =>
        _brought.TryGetValue(Convert.ToHexString(SHA256.HashData(der)), out var known) ? known : IssuingCa.Read(der);

    private void RequireAnchor(IssuingCa ca, IReadOnlyList<IssuingCa> brought, DateTimeOffset now)
    {
        if (ca.Path is { } path && path.From <= now && now <= path.Until)
        {
            return;
        }

        // A card hangs under a CA of its own, never directly under a root, in whichever of its forms.
        if (ca.Certificate.Issuer.Span.SequenceEqual(ca.Certificate.Subject.Span))
        {
            throw new EidBridgeException(ErrorCode.IssuerUnknown, "a root issues no cards");
        }

        RequireBelowAnchor(ca, below: 0, now);
        ca.Path = Describe(Climb([ca], [.. _held, .. brought], now));
        if (!_held.Contains(ca))
        {
            if (_brought.Count >= MaxBrought)
            {
                // Only CAs under our anchors get here: there are some hundreds in all.
                _brought.Clear();
            }

            _brought.TryAdd(ca.Fingerprint, ca);
        }
    }

    /// <returns>From the issuing CA to the anchor.</returns>
    private List<IssuingCa> Climb(List<IssuingCa> path, IReadOnlyList<IssuingCa> others, DateTimeOffset now)
    {
        EidBridgeException? refusal = null;
        var below = path[^1];
        foreach (var anchor in _anchors.Where(anchor => HasIssued(anchor, below.Certificate)))
        {
            try
            {
                RequireCa(anchor, path.Count, now);
                return [.. path, anchor];
            }
            catch (EidBridgeException e)
            {
                // One root may be pinned in two forms, of which one has ended.
                refusal = e;
            }
        }

        foreach (var ca in path.Count < MaxLength - 1 ? others.Where(ca => !path.Exists(ca.IsSameAs) && HasIssued(ca, below.Certificate)) : [])
        {
            try
            {
                RequireBelowAnchor(ca, path.Count, now);
                return Climb([.. path, ca], others, now);
            }
            catch (EidBridgeException e)
            {
                refusal ??= e;
            }
        }

        throw refusal ?? new EidBridgeException(ErrorCode.IssuerUnknown, "the path does not end at an anchor");
    }

    private static bool HasIssued(IssuingCa ca, CertificateFields below) => ca.CouldHaveIssued(below) && ca.HasSigned(below);

    private static void RequireBelowAnchor(IssuingCa ca, int below, DateTimeOffset now)
    {
        RequireUsable(ca);
        RequireCa(ca, below, now);
    }

    // RFC 5280 section 6.1.4: (k) to (o). CA flag, keyCertSign and a strong key are what makes an IssuingCa.
    private static void RequireCa(IssuingCa ca, int below, DateTimeOffset now)
    {
        RequireNoLimits(ca);
        if (CertificateExtensions.BasicConstraintsOf(ca.Certificate) is { PathLength: { } most } && below > most)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "more CAs below than this one may have");
        }

        if (now < ca.Certificate.NotBefore || ca.Certificate.NotAfter < now)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "a CA that is not valid now");
        }
    }

    private static void RequireNoLimits(IssuingCa ca)
    {
        CertificateExtensions.RequireUnderstood(ca.Certificate);
        if (CertificateExtensions.RestrictsOthers(ca.Certificate))
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "a CA with limits that are not understood here");
        }
    }

    private static ValidatedPath Describe(List<IssuingCa> path) =>
        new(path, path.Max(ca => ca.Certificate.NotBefore), path.Min(ca => ca.Certificate.NotAfter));
}
