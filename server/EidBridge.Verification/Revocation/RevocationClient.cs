using System.Net;
using System.Net.Http.Headers;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>Asks responders and fetches lists: from hosts of the list only, without redirects, with a limit of size and of time.</summary>
internal sealed class RevocationClient(HttpMessageInvoker http, RevocationOptions options)
{
    /// <summary>How often somebody is asked who is silent.</summary>
    public const int Tries = 2;

    /// <param name="address">As a certificate names it; the certificate's own path has been verified.</param>
    /// <returns>Null where nobody there may be asked.</returns>
    public Uri? Admit(string? address) => HostPattern.Admit(address, options.AllowedHosts);

    /// <summary>One question to a responder that is admitted.</summary>
    /// <returns>At most <see cref="RevocationOptions.MaxAnswerBytes"/>.</returns>
    /// <exception cref="HttpRequestException">Silence: nothing, or a server's error (5xx), came back. The message names the host.</exception>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: it answered, and not with what was asked for.</exception>
    public Task<byte[]> AskOnceAsync(Uri responder, byte[] body, CancellationToken limit) => SendOnceAsync(
        responder,
        uri =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
            return request;
        },
        options.MaxAnswerBytes,
        limit);

    /// <summary>Fetches a list, with a second try after silence.</summary>
    /// <returns>At most <see cref="RevocationOptions.MaxListBytes"/>.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>.</exception>
    public async Task<byte[]> FetchAsync(string? address)
    {
        var uri = Admit(address) ?? throw NotAdmitted(address);
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return await SendOnceAsync(uri, to => new HttpRequestMessage(HttpMethod.Get, to), options.MaxListBytes, CancellationToken.None);
            }
            catch (HttpRequestException e)
            {
                if (left == 0)
                {
                    throw new EidBridgeException(ErrorCode.RevocationUnavailable, e.Message, e);
                }
            }
        }
    }

    public static EidBridgeException NotAdmitted(string? address) =>
        new(ErrorCode.RevocationUnavailable, address is null ? "the certificate names no address" : "an address outside the allowed hosts");

    // A handler that a site gives throws what it likes; it must end neither the login nor the service in the background otherwise than silence does.
    private async Task<byte[]> SendOnceAsync(Uri uri, Func<Uri, HttpRequestMessage> make, int most, CancellationToken limit)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit);
        both.CancelAfter(options.Timeout);
        try
        {
            using var request = make(uri);
            using var response = await http.SendAsync(request, both.Token);
            return await ReadAsync(uri, response, most, both.Token);
        }
        catch (Exception e) when (e is not EidBridgeException)
        {
            var said = e is HttpRequestException { StatusCode: { } status } ? $"answers {(int)status}" : "does not answer";
            throw new HttpRequestException($"{uri.IdnHost} {said}", e);
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
