using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>Whether an OCSP answer may be believed (RFC 6960 sections 3.2 and 4.2.2.2), checked in this order.</summary>
internal sealed class OcspAnswerRules(RevocationOptions options)
{
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: The answer proves nothing; the message says why.</exception>
    public OcspVerdict Judge(ReadOnlyMemory<byte> der, OcspRequest request, IssuingCa issuer, OcspNoncePolicy noncePolicy, DateTimeOffset now)
    {
        var response = OcspResponse.Parse(der, request.Id);
        var responder = RequireResponder(response, issuer, now);
        RequireNonce(response, request.Nonce, noncePolicy, now);
        RequireTimes(response, now);
        var fresh = now + options.AnswerLifetime;
        var answer = new RevocationAnswer(response.Status, now, response.NextUpdate is { } next && next < fresh ? next : fresh, response.ThisUpdate);
        return new OcspVerdict(answer, responder is null || CertificateExtensions.NeedsNoCheck(responder) ? null : responder);
    }

    // The CA itself, or one whom this CA, and no other, made a responder.
    /// <returns>Null for the CA.</returns>
    private static CertificateFields? RequireResponder(OcspResponse response, IssuingCa issuer, DateTimeOffset now)
    {
        if (IsNamed(response, issuer.Certificate))
        {
            Require(issuer.HasSigned(response.Signed, response.SignatureAlgorithm, response.Signature), "the CA's signature is wrong");
            return null;
        }

        EidBridgeException? refusal = null;
        foreach (var der in response.Certificates)
        {
            if (ReadResponder(der, response) is not { } responder)
            {
                continue;
            }

            try
            {
                Require(HasSigned(RequireAuthorised(responder, issuer, now), response), "the responder's signature is wrong");
                return responder;
            }
            catch (EidBridgeException e)
            {
                // A responder with a new certificate may bring the one before, under the same name.
                refusal ??= e;
            }
        }

        throw refusal ?? new EidBridgeException(ErrorCode.RevocationUnavailable, "the answer names no responder that it brings");
    }

    private static CertificateFields? ReadResponder(ReadOnlyMemory<byte> der, OcspResponse response)
    {
        try
        {
            var certificate = CertificateFields.Parse(der);
            return IsNamed(response, certificate) ? certificate : null;
        }
        catch (EidBridgeException)
        {
            // A certificate that nobody needs may be anything.
            return null;
        }
    }

    private static bool IsNamed(OcspResponse response, CertificateFields certificate)
    {
        if (response.ResponderName is { } name)
        {
            return name.Span.SequenceEqual(certificate.Subject.Span);
        }

#pragma warning disable CA5350 // A name, not a protection: the signature follows.
        return response.ResponderKey.AsSpan().SequenceEqual(SHA1.HashData(certificate.PublicKey.Key.Span));
#pragma warning restore CA5350
    }

    private static bool HasSigned(VerificationKey key, OcspResponse response)
    {
        try
        {
            return CertificateSignature.Verifies(response.Signed, response.SignatureAlgorithm, response.Signature, key);
        }
        finally
        {
            key.Release();
        }
    }

    private static VerificationKey RequireAuthorised(CertificateFields responder, IssuingCa issuer, DateTimeOffset now)
    {
        try
        {
            CertificateExtensions.RequireUnderstood(responder);
            Require(issuer.CouldHaveIssued(responder) && issuer.HasSigned(responder), "the responder is not of the card's CA");
            Require(
                CertificateExtensions.ExtendedKeyUsagesOf(responder)?.Contains(OcspSigning, StringComparer.Ordinal) == true, "the certificate is no responder's");
            Require(responder.NotBefore <= now && now <= responder.NotAfter, "the responder's certificate is out of date");
            return new VerificationKey(responder);
        }
        catch (Exception e) when (e is CryptographicException or EidBridgeException { Code: not ErrorCode.RevocationUnavailable })
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, "the responder's certificate is refused", e);
        }
    }

    private void RequireNonce(OcspResponse response, byte[] asked, OcspNoncePolicy policy, DateTimeOffset now)
    {
        if (response.Nonce is { } nonce)
        {
            Require(nonce.AsSpan().SequenceEqual(asked), "another nonce");
            return;
        }

        Require(policy == OcspNoncePolicy.IfPresent, "no nonce");
        Require(now - response.ThisUpdate <= options.MaxAgeWithoutNonce, "an old answer without a nonce");
    }

    private void RequireTimes(OcspResponse response, DateTimeOffset now)
    {
        Require(response.ThisUpdate <= now + options.ClockSkew, "an answer of the future");
        Require(now - response.ThisUpdate <= options.MaxAnswerAge, "an old answer");
        if (response.NextUpdate is { } next)
        {
            Require(next >= response.ThisUpdate, "an answer that ends before it begins");
            Require(next >= now - options.ClockSkew, "an answer that has ended");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, what);
        }
    }
}

/// <param name="Unchecked">The responder's certificate, where its CA has not said that it need not be asked about: then the answer counts only once somebody was asked.</param>
internal sealed record OcspVerdict(RevocationAnswer Answer, CertificateFields? Unchecked);
