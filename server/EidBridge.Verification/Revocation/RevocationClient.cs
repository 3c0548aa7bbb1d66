using System.Net;
using System.Net.Http.Headers;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>Asks responders and fetches lists: from hosts of the list only, without redirects, with a limit of size and of time.</summary>
internal sealed class RevocationClient(HttpMessageInvoker http, RevocationOptions options, TimeProvider time)
{
    /// <summary>How often somebody is asked who gives no answer.</summary>
    public const int Tries = 2;

    /// <param name="address">As a certificate names it; the certificate's own path has been verified.</param>
    /// <returns>Null where nobody there may be asked.</returns>
    public Uri? Admit(string? address) => HostPattern.Admit(address, options.AllowedHosts);

    /// <summary>One question to a responder that is admitted, for <see cref="RevocationOptions.Timeout"/> at most.</summary>
    /// <returns>At most <see cref="RevocationOptions.MaxAnswerBytes"/>.</returns>
    /// <exception cref="HttpRequestException">
    /// Nothing came back, or a server's error (5xx): then with <see cref="HttpRequestException.StatusCode"/>. The message names the host.
    /// </exception>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: it answered, and not with what was asked for.</exception>
    public async Task<byte[]> AskOnceAsync(Uri responder, byte[] body, CancellationToken limit, CancellationToken cut)
    {
        using var own = new CancellationTokenSource(options.Timeout, time);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(own.Token, limit, cut);
        using var request = new HttpRequestMessage(HttpMethod.Post, responder) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
        return await SendOnceAsync(request, options.MaxAnswerBytes, all.Token);
    }

    /// <summary>Fetches a list from a place that is admitted, with a second try, for <see cref="RevocationOptions.ListTimeout"/> at most.</summary>
    /// <returns>At most <see cref="RevocationOptions.MaxListBytes"/>.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>.</exception>
    public async Task<byte[]> FetchAsync(Uri place)
    {
        using var limit = new CancellationTokenSource(options.ListTimeout, time);
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, place);
                return await SendOnceAsync(request, options.MaxListBytes, limit.Token);
            }
            catch (HttpRequestException e)
            {
                if (left == 0 || limit.IsCancellationRequested)
                {
                    throw new EidBridgeException(ErrorCode.RevocationUnavailable, e.Message, e);
                }
            }
        }
    }

    public static EidBridgeException NotAdmitted(string? address) =>
        new(ErrorCode.RevocationUnavailable, address is null ? "the certificate names no address" : "an address outside the allowed hosts");

    // A handler that a site gives throws what it likes; it must end neither the login nor the service in the background otherwise than silence does.
    private async Task<byte[]> SendOnceAsync(HttpRequestMessage request, int most, CancellationToken limit)
    {
        var uri = request.RequestUri!;
        try
        {
            using var response = await http.SendAsync(request, limit);
            return await ReadAsync(uri, response, most, limit);
        }
        catch (Exception e) when (e is not EidBridgeException)
        {
            var status = (e as HttpRequestException)?.StatusCode;
            throw new HttpRequestException($"{uri.IdnHost} {(status is { } code ? $"answers {(int)code}" : "does not answer")}", e, status);
        }
    }

    private static async Task<byte[]> ReadAsync(Uri uri, HttpResponseMessage response, int most, CancellationToken limit)
    {
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, statusCode: response.StatusCode);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{uri.IdnHost} answers {(int)response.StatusCode}");
        }

        // One byte more than allowed tells a body that is too long from one that just fits.
        await using var body = await response.Content.ReadAsStreamAsync(limit);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, limit)) > 0)
        {
            await bytes.WriteAsync(buffer.AsMemory(0, read), limit);
            if (bytes.Length > most)
            {
                throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{uri.IdnHost} answers more than {most} bytes");
            }
        }

        return bytes.ToArray();
    }
}
