using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>RFC 5280 section 6: a path from the leaf to one of the anchors, built from what we hold. Nothing is ever downloaded.</summary>
internal sealed class CertificatePath(EidVerificationOptions options)
{
    /// <param name="candidates">DER of issuing CAs that came with the token: they may help to find a path, and prove nothing.</param>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.IssuerUnknown"/> or <see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public void Require(X509Certificate2 leaf, IReadOnlyList<byte[]> candidates, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(options.TrustAnchors.ToArray());
        policy.ExtraStore.AddRange(options.IssuingCertificates.ToArray());
        policy.ExtraStore.AddRange(candidates.Select(X509CertificateLoader.LoadCertificate).ToArray());
        policy.DisableCertificateDownloads = true;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = now.UtcDateTime;

        if (!chain.Build(leaf))
        {
            var unknown = chain.ChainStatus.Any(s => s.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot);
            throw new EidBridgeException(
                unknown ? ErrorCode.IssuerUnknown : ErrorCode.CertificateInvalid,
                string.Join(' ', chain.ChainStatus.Select(s => s.Status)));
        }

        // A leaf that is its own anchor, or hangs directly under a root, is not how a card is issued.
        if (chain.ChainElements.Count < 3 || !options.TrustAnchors.Any(a => a.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawData)))
        {
            throw new EidBridgeException(ErrorCode.IssuerUnknown, "the path does not end at an anchor");
        }

        foreach (var element in chain.ChainElements.Skip(1))
        {
            CertificateStrength.RequireKey(element.Certificate);
        }

        // The anchor's own signature proves nothing: it is pinned, and some Belgian roots signed themselves with SHA-1.
        foreach (var element in chain.ChainElements.Skip(1).SkipLast(1))
        {
            CertificateStrength.RequireSignature(element.Certificate);
        }
    }
}
