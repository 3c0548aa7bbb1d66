using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace EidBridge.Server.Trust;

/// <summary>Gets certificates from a list of addresses, on a command of the administrator alone. Nothing is believed for where it comes from: the pins decide.</summary>
internal static class TrustFetch
{
    private const int MaxBytes = 20_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>What is published for the pinned roots and their issuing CAs, from <c>sources.json</c>.</summary>
    public static IReadOnlyList<string> KnownSources()
    {
        using var stream = typeof(TrustFetch).Assembly.GetManifestResourceStream("trust-sources.json")
            ?? throw new InvalidOperationException("sources.json is not embedded");
        return JsonSerializer.Deserialize<string[]>(stream)!;
    }

    /// <param name="asking">Told of each address before it is asked: one that hangs takes its time.</param>
    public static async Task<IReadOnlyList<TrustResult>> RunAsync(
        TrustFolder folder, IReadOnlyList<string> addresses, Action<string> asking, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Limit };
        using var http = new HttpClient(handler) { Timeout = Limit, MaxResponseContentBufferSize = MaxBytes };
        var failures = new List<TrustResult>();
        var fetched = new List<(string Source, X509Certificate2 Certificate)>();
        foreach (var address in addresses)
        {
            asking(address);
            try
            {
                fetched.AddRange((await FetchAsync(http, address, cancellationToken)).Select(certificate => (address, certificate)));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                failures.Add(new TrustResult(address, TrustOutcome.Unreachable, Reason: $"{Explain(e)}; try again, or take the file elsewhere and import it"));
            }
            catch (CryptographicException)
            {
                failures.Add(new TrustResult(address, TrustOutcome.Unreadable, Reason: "what comes from there is no certificate (DER or PEM)"));
            }
        }

        return [.. folder.TakeAll(fetched), .. failures];
    }

    private static async Task<IReadOnlyList<X509Certificate2>> FetchAsync(HttpClient http, string address, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(address), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"answers {(int)answer.StatusCode}");
        }

        return TrustFiles.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static string Explain(Exception e) => e switch
    {
        TaskCanceledException => "does not answer in time",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"answers more than {MaxBytes} bytes",
        _ => e.Message,
    };
}
