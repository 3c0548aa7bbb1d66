using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>
/// Puts the question about a card to the responders that its certificate names, in their order: each once, and once more whoever gave no answer, all within the time of two
/// questions. The first that knows the card ends it. A responder that stays silent is left alone for a while.
/// </summary>
internal sealed class OcspResponders(RevocationClient client, RevocationLists lists, RevocationOptions options, TimeProvider time, SilentResponders silent)
{
    private readonly OcspAnswerRules _rules = new(options);
    private readonly Dictionary<string, OcspNoncePolicy> _noncePolicies = new(options.NonceByHost, StringComparer.OrdinalIgnoreCase);

    /// <returns><see cref="RevocationStatus.Unknown"/> where a responder said so and no other knows more.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: The last reason why no answer counts.</exception>
    public async Task<RevocationAnswer> AskAsync(CertificateFields certificate, IssuingCa issuer)
    {
        var question = new OcspRequest(new CertificateId(certificate, issuer.Certificate));
        var left = Admit(certificate);
        using var limit = new CancellationTokenSource(RevocationClient.Tries * options.Timeout, time);
        var refusal = new EidBridgeException(ErrorCode.RevocationUnavailable, "no time was left to ask");
        RevocationAnswer? unknown = null;
        for (var tries = RevocationClient.Tries; tries > 0; tries--)
        {
            foreach (var responder in left.ToList().TakeWhile(_ => !limit.IsCancellationRequested))
            {
                try
                {
                    var answer = await AskOneAsync(responder, question, issuer, limit.Token);
                    if (answer.Status != RevocationStatus.Unknown)
                    {
                        return answer;
                    }

                    unknown = answer;
                    left.Remove(responder);
                }
                catch (HttpRequestException e)
                {
                    refusal = new EidBridgeException(ErrorCode.RevocationUnavailable, e.Message, e);
                }
                catch (EidBridgeException e)
                {
                    left.Remove(responder);
                    refusal = e;
                }
            }
        }

        return unknown ?? throw refusal;
    }

    /// <returns>Those that may be asked, one at least.</returns>
    private List<Uri> Admit(CertificateFields certificate)
    {
        var named = CertificateExtensions.OcspAddressesOf(certificate);
        var admitted = named.Select(client.Admit).OfType<Uri>().Distinct().ToList();
        return admitted.Count > 0 ? admitted : throw RevocationClient.NotAdmitted(named is [var first, ..] ? first : null);
    }

    private async Task<RevocationAnswer> AskOneAsync(Uri responder, OcspRequest question, IssuingCa issuer, CancellationToken limit)
    {
        if (!silent.MayAsk(responder.AbsoluteUri, question, out var cut))
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{responder.IdnHost} was silent a moment ago");
        }

        var begun = time.GetTimestamp();
        byte[] der;
        try
        {
            der = await client.AskOnceAsync(responder, question.Encode(), limit, cut);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            // Who had not its whole time has not been silent.
            var hadItsTime = !limit.IsCancellationRequested || time.GetElapsedTime(begun) >= options.Timeout;
            if (hadItsTime && !cut.IsCancellationRequested)
            {
                silent.MissAnswer(responder.AbsoluteUri, question);
            }

            throw;
        }
        catch
        {
            silent.Hear(responder.AbsoluteUri);
            throw;
        }

        silent.Hear(responder.AbsoluteUri);
        return await JudgeAsync(der, question, issuer, responder);
    }

    private async Task<RevocationAnswer> JudgeAsync(byte[] der, OcspRequest question, IssuingCa issuer, Uri responder)
    {
        var noncePolicy = _noncePolicies.GetValueOrDefault(responder.IdnHost, options.Nonce);
        var verdict = _rules.Judge(der, question, issuer, noncePolicy, time.GetUtcNow());

        // RFC 6960 section 4.2.2.2.1: whoever is not excepted is on the list of the same CA, or not; asking OCSP about itself proves nothing.
        return verdict.Unchecked is not { } certificate || (await lists.AskAsync(certificate, issuer, options.MaxListAge)).Status == RevocationStatus.Good
            ? verdict.Answer
            : throw new EidBridgeException(ErrorCode.RevocationUnavailable, "the responder has been revoked");
    }
}
