using System.Net;
using System.Text.RegularExpressions;

namespace EidBridge.Server.Tests.Journey;

/// <summary>Gets pages and posts their forms, with the cookies and the antiforgery token.</summary>
internal sealed partial class Browser(HttpClient client) : IDisposable
{
    public async Task<HttpResponseMessage> GetAsync(string path) => await client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, $"{path} -> {answer.Headers.Location}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts the form of a page; the token is read from the page first.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, IReadOnlyDictionary<string, string> fields, string? handler = null) =>
        await PostAsync(path, await ReadTokenAsync(path), fields, handler);

    /// <summary>Posts a form that was opened before.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string token, IReadOnlyDictionary<string, string> fields, string? handler = null)
    {
        using var form = new FormUrlEncodedContent([.. fields, KeyValuePair.Create("__RequestVerificationToken", token)]);
        return await client.PostAsync(new Uri(handler is null ? path : $"{path}?handler={handler}", UriKind.Relative), form);
    }

    public async Task<string> ReadTokenAsync(string path) => Token().Match(await ReadAsync(path)).Groups["token"].Value;

    /// <returns>Where the page leads after its form was posted; null when it is shown again.</returns>
    public async Task<string?> SubmitAsync(string path, IReadOnlyDictionary<string, string> fields)
    {
        using var answer = await PostAsync(path, fields);
        return answer.Headers.Location?.ToString();
    }

    /// <summary>Reads events until one contains <paramref name="word"/>.</summary>
    public async Task<string> ReadEventsUntilAsync(string path, string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.AreEqual("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(word, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new AssertFailedException($"The events ended without {word}");
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
