using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>
/// Puts the question about a card to the responders that its certificate names, in their order: each once, and once more whoever was silent, all within the time of two
/// questions. The first answer that counts ends it. A responder that stays silent is left alone for a while.
/// </summary>
internal sealed class OcspResponders(RevocationClient client, RevocationLists lists, RevocationOptions options, TimeProvider time, SilentHosts silent)
{
    private readonly OcspAnswerRules _rules = new(options);
    private readonly Dictionary<string, OcspNoncePolicy> _noncePolicies = new(options.NonceByHost, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: The last reason why no answer counts.</exception>
    public async Task<RevocationAnswer> AskAsync(CertificateFields certificate, IssuingCa issuer)
    {
        var question = new OcspRequest(new CertificateId(certificate, issuer.Certificate));
        var left = Admit(certificate);
        var answered = left.Select(responder => responder.Authority).Distinct(StringComparer.Ordinal).ToDictionary(host => host, _ => (bool?)null, StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(RevocationClient.Tries * options.Timeout);
        try
        {
            return await AskInTurnAsync(question, issuer, left, answered, limit.Token);
        }
        finally
        {
            foreach (var (host, heard) in answered)
            {
                silent.Tell(host, heard);
            }
        }
    }

    private async Task<RevocationAnswer> AskInTurnAsync(
        OcspRequest question, IssuingCa issuer, List<Uri> left, Dictionary<string, bool?> answered, CancellationToken limit)
    {
        EidBridgeException? refusal = null;
        for (var tries = RevocationClient.Tries; tries > 0 && left.Count > 0; tries--)
        {
            foreach (var responder in left.ToList())
            {
                if (refusal is not null && limit.IsCancellationRequested)
                {
                    throw refusal;
                }

                try
                {
                    var der = await client.AskOnceAsync(responder, question.Encode(), limit);
                    answered[responder.Authority] = true;
                    return await JudgeAsync(der, question, issuer, responder);
                }
                catch (HttpRequestException e)
                {
                    answered[responder.Authority] = false;
                    refusal = new EidBridgeException(ErrorCode.RevocationUnavailable, e.Message, e);
                }
                catch (EidBridgeException e)
                {
                    answered[responder.Authority] = true;
                    left.Remove(responder);
                    refusal = e;
                }
            }
        }

        throw refusal!;
    }

    /// <returns>Those that may be asked now, one at least.</returns>
    private List<Uri> Admit(CertificateFields certificate)
    {
        var named = CertificateExtensions.OcspAddressesOf(certificate);
        var admitted = named.Select(client.Admit).OfType<Uri>().Distinct().ToList();
        if (admitted.Count == 0)
        {
            throw RevocationClient.NotAdmitted(named is [var first, ..] ? first : null);
        }

        var asked = admitted.Where(responder => silent.MayAsk(responder.Authority)).ToList();
        return asked.Count > 0
            ? asked
            : throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{admitted[0].IdnHost} was silent a moment ago");
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
