using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// Verifies a token of the open Web eID protocol (formats <c>web-eid:1.0</c> and <c>web-eid:1.1</c> with its lists) made with a Belgian card. The steps are numbered as in
/// this folder's README, cheap ones first; each refuses with a code of its own. Safe for many threads.
/// </summary>
public sealed class EidTokenVerifier
{
    private readonly EidVerificationOptions _options;
    private readonly CertificatePath _path;
    private readonly SigningCertificateCheck _signing;
    private readonly LeafKeys _keys;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">An origin no browser says, no anchor, or a number of keys that cannot be.</exception>
    public EidTokenVerifier(EidVerificationOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        SiteOrigin.Validate(options.Origin);
        if (options.TrustAnchors.Count == 0)
        {
            throw new ArgumentException("No trust anchor: every token would be refused", nameof(options));
        }

        if (EidVerificationOptions.FindFaultOfRememberedKeys(options.RememberedKeys) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _path = new CertificatePath(options);
        _signing = new SigningCertificateCheck(_path);
        _keys = new LeafKeys(options.RememberedKeys);
        _time = time;
    }

    /// <param name="token">JSON of 100 to 10,000 bytes.</param>
    /// <param name="challengeNonces">The nonces this browser session was given and has not used; one of them must be signed.</param>
    /// <returns>Who it is, and which nonce was signed. The caller takes that nonce out of its store, and refuses if it is gone.</returns>
    /// <exception cref="EidBridgeException">With the code of the step that refused.</exception>
    public VerifiedEid Verify(ReadOnlySpan<byte> token, params IReadOnlyList<string> challengeNonces) => Prove(token, challengeNonces).Eid;

    /// <summary>The same, with what the card's revocation is asked with.</summary>
    internal ProvedCard Prove(ReadOnlySpan<byte> token, IReadOnlyList<string> challengeNonces)
    {
        ArgumentNullException.ThrowIfNull(challengeNonces);
        try
        {
            return VerifySteps(token, challengeNonces, _time.GetUtcNow());
        }
        catch (CryptographicException e)
        {
            // Whatever a made-up certificate makes the platform stumble over: dates, keys, extensions.
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "cannot be read", e);
        }
    }

    private ProvedCard VerifySteps(ReadOnlySpan<byte> token, IReadOnlyList<string> challengeNonces, DateTimeOffset now)
    {
        // 1-4: size, strict JSON, format, members, base64 and DER.
        var parsed = AuthenticationToken.Parse(token);
        var fingerprint = Convert.ToHexString(SHA256.HashData(parsed.Certificate));
        using var leaf = LeafCertificate.Parse(parsed.Certificate, _keys.Find(fingerprint));

        // 5-8: purpose, policy, algorithm and key, validity.
        leaf.RequirePurpose();
        var policies = leaf.RequirePolicy(_options.Policies);
        leaf.RequireAlgorithm(parsed.Algorithm);
        leaf.RequireValidAt(now);

        // 9: the signature over this site's origin and one of its nonces.
        var nonce = challengeNonces.FirstOrDefault(n => leaf.Verifies(
                parsed.Algorithm, SignedBytes.Compute(parsed.Algorithm, _options.Origin, n), parsed.Signature))
            ?? throw new EidBridgeException(ErrorCode.SignatureInvalid);

        // 10: the path to an anchor; it costs more than all the others together.
        var issuer = _path.Require(leaf.Fields, parsed.Issuers, now);
        var subject = new SubjectName(new X500DistinguishedName(leaf.Fields.Subject.Span));
        var eid = new VerifiedEid
        {
            NationalNumber = subject.NationalNumber,
            GivenNames = subject.GivenNames,
            Surname = subject.Surname,
            Country = subject.Country,
            IsForeigner = policies.Any(BelgianPolicies.Foreigner.Contains),
            ValidUntil = leaf.Fields.NotAfter,
            CertificateFingerprint = fingerprint,
            ChallengeNonce = nonce,

            // 11: what a token of format 1.1 declares beside itself.
            SigningCertificates = parsed.SigningCertificates.Count == 0
                ? []
                : [.. parsed.SigningCertificates.Select(s => _signing.Require(s, leaf.Fields, subject, parsed.Issuers, now))],
        };
        leaf.KeepKey(_keys, fingerprint);
        return new ProvedCard(eid, leaf.Fields, issuer);
    }
}
