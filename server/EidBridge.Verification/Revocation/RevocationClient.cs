using System.Net;
using System.Net.Http.Headers;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>Asks responders and fetches lists: from hosts of the list only, without redirects, with a limit of size and of time, twice at most.</summary>
internal sealed class RevocationClient(HttpMessageInvoker http, RevocationOptions options)
{
    private const int Tries = 2;

    /// <param name="address">As a certificate names it; the certificate's own path has been verified.</param>
    /// <param name="body">Makes a question, anew for each try.</param>
    /// <returns>At most <see cref="RevocationOptions.MaxAnswerBytes"/>.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>.</exception>
    public Task<byte[]> AskAsync(string? address, byte[] body) => SendAsync(
        address,
        uri =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
            return request;
        },
        options.MaxAnswerBytes);

    /// <inheritdoc cref="AskAsync"/>
    /// <returns>At most <see cref="RevocationOptions.MaxListBytes"/>.</returns>
    public Task<byte[]> FetchAsync(string? address) => SendAsync(address, uri => new HttpRequestMessage(HttpMethod.Get, uri), options.MaxListBytes);

    public string? HostOf(string? address) => HostPattern.Admit(address, options.AllowedHosts)?.IdnHost;

    private async Task<byte[]> SendAsync(string? address, Func<Uri, HttpRequestMessage> make, int most)
    {
        var uri = HostPattern.Admit(address, options.AllowedHosts)
            ?? throw new EidBridgeException(ErrorCode.RevocationUnavailable, address is null ? "the certificate names no address" : "an address outside the allowed hosts");
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return await SendOnceAsync(uri, make, most);
            }
            catch (Exception e) when (e is not EidBridgeException)
            {
                // A handler that a site gives throws what it likes; it must end neither the login nor the service in the background otherwise than silence does.
                if (left == 0)
                {
                    var said = e is HttpRequestException { StatusCode: { } status } ? $"answers {(int)status}" : "does not answer";
                    throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{uri.IdnHost} {said}", e);
                }
            }
        }
    }

    private async Task<byte[]> SendOnceAsync(Uri uri, Func<Uri, HttpRequestMessage> make, int most)
    {
        using var limit = new CancellationTokenSource(options.Timeout);
        using var request = make(uri);
        using var response = await http.SendAsync(request, limit.Token);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, statusCode: response.StatusCode);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{uri.IdnHost} answers {(int)response.StatusCode}");
        }

        // One byte more than allowed tells a body that is too long from one that just fits.
        await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, limit.Token)) > 0)
        {
            await bytes.WriteAsync(buffer.AsMemory(0, read), limit.Token);
            if (bytes.Length > most)
            {
                throw new EidBridgeException(ErrorCode.RevocationUnavailable, $"{uri.IdnHost} answers more than {most} bytes");
            }
        }

        return bytes.ToArray();
    }
}
