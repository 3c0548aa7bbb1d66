using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// RFC 5280 section 6: a path from a card's certificate to one of the anchors, built from what we hold and never from a download. That the issuing CA signed the
/// certificate is checked every time; how that CA hangs on its anchor is remembered, for as long as it holds.
/// </summary>
internal sealed class CertificatePath
{
    private const int MaxBrought = 1000;
    private readonly EidVerificationOptions _options;
    private readonly IReadOnlyList<IssuingCa> _held;
    private readonly ConcurrentDictionary<string, IssuingCa> _brought = new(StringComparer.Ordinal);

    public CertificatePath(EidVerificationOptions options)
    {
        _options = options;
        _held = [.. options.IssuingCertificates.Select(TryRead).OfType<IssuingCa>()];
    }

    /// <inheritdoc cref="Require(CertificateFields, IReadOnlyList{byte[]}, DateTimeOffset)"/>
    public IssuingCa Require(X509Certificate2 leaf, IReadOnlyList<byte[]> candidates, DateTimeOffset now) =>
        Require(CertificateFields.Parse(leaf.RawDataMemory), candidates, now);

    /// <param name="candidates">DER of CAs that came with the token: they may help to find a path, and prove nothing.</param>
    /// <returns>The CA that signed it.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.IssuerUnknown"/> or <see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public IssuingCa Require(CertificateFields leaf, IReadOnlyList<byte[]> candidates, DateTimeOffset now)
    {
        EidBridgeException? refusal = null;
        foreach (var ca in _held.Concat(candidates.Select(Read).OfType<IssuingCa>()))
        {
            if (!ca.CouldHaveIssued(leaf) || !ca.HasSigned(leaf))
            {
                continue;
            }

            try
            {
                RequireAnchor(ca, leaf, candidates, now);
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

    private static IssuingCa? TryRead(X509Certificate2 certificate)
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

    private void RequireAnchor(IssuingCa ca, CertificateFields leaf, IReadOnlyList<byte[]> candidates, DateTimeOffset now)
    {
        if (ca.Path is { IsForEveryLeaf: true } path && path.From <= now && now <= path.Until)
        {
            return;
        }

        ca.Path = FindPath(ca, leaf, candidates, now);
        if (ca.Path.IsForEveryLeaf && !_held.Contains(ca))
        {
            if (_brought.Count >= MaxBrought)
            {
                // Only CAs under our anchors get here: there are some hundreds in all.
                _brought.Clear();
            }

            _brought.TryAdd(ca.Fingerprint, ca);
        }
    }

    private ValidatedPath FindPath(IssuingCa ca, CertificateFields leaf, IReadOnlyList<byte[]> candidates, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(leaf.Der.Span);
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(_options.TrustAnchors.ToArray());
        policy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(ca.Certificate.Der.Span));
        policy.ExtraStore.AddRange(OthersThan(ca, candidates));
        policy.DisableCertificateDownloads = true;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = now.UtcDateTime;

        if (!chain.Build(certificate))
        {
            var unknown = chain.ChainStatus.Any(s => s.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot);
            throw new EidBridgeException(
                unknown ? ErrorCode.IssuerUnknown : ErrorCode.CertificateInvalid,
                string.Join(' ', chain.ChainStatus.Select(s => s.Status)));
        }

        return Judge(ca, [.. chain.ChainElements.Skip(1).Select(e => IssuingCa.OnPath(e.Certificate.RawDataMemory.ToArray()))]);
    }

    /// <param name="path">From the issuing CA to the root.</param>
    private ValidatedPath Judge(IssuingCa ca, IReadOnlyList<IssuingCa> path)
    {
        // A leaf that is its own anchor, or hangs directly under a root, is not how a card is issued.
        if (path.Count < 2
            || !path[0].Certificate.Der.Span.SequenceEqual(ca.Certificate.Der.Span)
            || !_options.TrustAnchors.Any(a => a.RawDataMemory.Span.SequenceEqual(path[^1].Certificate.Der.Span)))
        {
            throw new EidBridgeException(ErrorCode.IssuerUnknown, "the path does not end at an anchor");
        }

        // The anchor's own signature proves nothing: it is pinned, and some Belgian roots signed themselves with SHA-1.
        foreach (var issuer in path.SkipLast(1))
        {
            CertificateSignature.RequireHash(issuer.Certificate);
        }

        return new ValidatedPath(
            path,
            path.Max(issuer => issuer.Certificate.NotBefore),
            path.Min(issuer => issuer.Certificate.NotAfter),
            !path.Any(issuer => CertificateExtensions.RestrictsOthers(issuer.Certificate)));
    }

    // Without its namesakes: the platform would choose among them, and the choice has been made.
    private X509Certificate2[] OthersThan(IssuingCa ca, IReadOnlyList<byte[]> candidates) =>
    [
        .. _options.IssuingCertificates.Concat(candidates.Select(X509CertificateLoader.LoadCertificate))
            .Where(other => !other.SubjectName.RawData.AsSpan().SequenceEqual(ca.Certificate.Subject.Span)),
    ];
}
