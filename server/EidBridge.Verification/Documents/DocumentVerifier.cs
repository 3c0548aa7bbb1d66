using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Revocation;

namespace EidBridge.Verification.Documents;

/// <summary>
/// Verifies a signature over a document's hash, made by <c>sign</c> with a Belgian non-repudiation key, at the moment it arrives. The steps are numbered as in this folder's
/// README. Safe for many threads.
/// </summary>
public sealed class DocumentVerifier
{
    private readonly CertificatePath _path;
    private readonly TimeProvider _time;
    private readonly RevocationCheck? _revocation;

    /// <summary>Asks nobody whether the certificate has been revoked; the service of <c>AddEidBridge</c> asks as its options say.</summary>
    /// <param name="options">Anchors and held CAs are used; origin and policies are a login's.</param>
    /// <exception cref="ArgumentException">No anchor, or one that can vouch for nobody.</exception>
    public DocumentVerifier(EidVerificationOptions options, TimeProvider time)
        : this(options, time, revocation: null)
    {
    }

    internal DocumentVerifier(EidVerificationOptions options, TimeProvider time, RevocationCheck? revocation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TrustAnchors.Count == 0)
        {
            throw new ArgumentException("No trust anchor: every signature would be refused", nameof(options));
        }

        _path = new CertificatePath(options);
        _time = time;
        _revocation = revocation;
    }

    /// <returns>Who signed.</returns>
    /// <exception cref="EidBridgeException">With the code of the step that refused.</exception>
    /// <exception cref="ArgumentException">The hash is not of its function's length: the site made it, so it is a bug of the site.</exception>
    public async Task<VerifiedSignature> VerifyAsync(SignedDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Hash.IsEmpty || HashFunction.LengthOf(document.HashFunction) != document.Hash.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"{document.Hash.Length} bytes are no hash of {document.HashFunction}"), nameof(document));
        }

        try
        {
            var (signature, certificate, issuer) = VerifySteps(document, _time.GetUtcNow());
            if (_revocation is not null)
            {
                // 8: asked last, as for a login.
                await _revocation.RequireSignerGoodAsync(certificate, issuer, cancellationToken);
            }

            return signature;
        }
        catch (CryptographicException e)
        {
            // Whatever a made-up certificate makes the platform stumble over.
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "cannot be read", e);
        }
    }

    private (VerifiedSignature Signature, CertificateFields Certificate, IssuingCa Issuer) VerifySteps(SignedDocument document, DateTimeOffset now)
    {
        // 1-4: purpose, policy, key, what the answer says of itself, validity.
        using var leaf = LeafCertificate.Parse(document.Certificate.ToArray());
        leaf.RequireDocumentPurpose();
        var policies = leaf.RequirePolicy(BelgianPolicies.Signature);
        leaf.RequireStrength();
        RequireAlgorithm(document, leaf.Key);
        leaf.RequireValidAt(now);

        // 5: whose it is.
        var subject = new SubjectName(new X500DistinguishedName(leaf.Fields.Subject.Span));
        if (document.ExpectedSigner is { } expected && expected.NationalNumber != subject.NationalNumber)
        {
            throw new EidBridgeException(ErrorCode.CertificateMismatch, "signed by another person");
        }

        // 6: the path comes before the signature here: RSA over any hash function is ours to compute, and not for a key that anybody made up.
        var issuer = _path.Require(leaf.Fields, [.. document.Issuers.Select(i => i.ToArray())], now);

        // 7: the signature over the site's own hash.
        if (!leaf.Key.VerifiesHash(document.HashFunction, document.Hash.Span, document.Signature.Span))
        {
            throw new EidBridgeException(ErrorCode.SignatureInvalid);
        }

        var signature = new VerifiedSignature
        {
            NationalNumber = subject.NationalNumber,
            GivenNames = subject.GivenNames,
            Surname = subject.Surname,
            IsForeigner = policies.Any(BelgianPolicies.Foreigner.Contains),
            CertificateFingerprint = Convert.ToHexString(SHA256.HashData(document.Certificate.Span)),
            VerifiedAt = now,
        };
        return (signature, leaf.Fields, issuer);
    }

    // The answer's words are the page's; the key decides, and words that contradict it or the question are refused.
    private static void RequireAlgorithm(SignedDocument document, VerificationKey key)
    {
        var expected = key.IsRsa
            ? new SupportedSignatureAlgorithm("RSA", document.HashFunction, "PKCS1.5")
            : new SupportedSignatureAlgorithm("ECC", document.HashFunction, "NONE");
        if (document.Algorithm is { } said && said != expected)
        {
            throw new EidBridgeException(ErrorCode.AlgorithmUnsupported, "not the key's, or not the hash function that was asked for");
        }
    }
}
