using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.Testing;

/// <summary>The two ends of a site under test: whom it trusts, and the browser that logs in.</summary>
public static class TestSite
{
    /// <summary>After <c>AddEidBridge</c>: the site trusts these cards and no others, and asks their responder at every login, whatever else it was told.</summary>
    public static IServiceCollection TrustTestCards(this IServiceCollection services, TestEid eid) => services.PostConfigure<EidBridgeOptions>(options =>
    {
        ArgumentNullException.ThrowIfNull(eid);
        options.TrustAnchors.Clear();
        options.IssuingCertificates.Clear();
        foreach (var applet in Enum.GetValues<Applet>())
        {
            options.TrustAnchors.Add(eid.Pki.Root(applet));
            options.IssuingCertificates.Add(eid.Pki.IssuingCa(applet, foreigner: false));
            options.IssuingCertificates.Add(eid.Pki.IssuingCa(applet, foreigner: true));
        }

        // No answer is remembered: what a test tells the responder holds from the next login on.
        options.Revocation = new RevocationOptions
        {
            AllowedHosts = [TestResponder.Host],
            BackchannelHttpHandler = eid.Responder,
            AnswerLifetime = TimeSpan.FromTicks(1),
            ListRetry = TimeSpan.FromTicks(1),
        };
    });

    /// <summary>A whole login: asks the site for a nonce, has it signed, posts the token.</summary>
    /// <param name="client">With a <c>BaseAddress</c> of the site's origin (and its path base, with a slash at the end), and cookies.</param>
    /// <param name="eid">Whose cards there are.</param>
    /// <param name="person">Who logs in; An when not given.</param>
    /// <param name="fault">What is wrong with the token.</param>
    /// <param name="applet">The card's generation.</param>
    /// <param name="paths">Where the site's endpoints are, if not at their usual place.</param>
    /// <returns>The site's answer to the token: 204, or a problem with a <c>code</c>.</returns>
    public static async Task<HttpResponseMessage> LogInWithEidAsync(
        this HttpClient client, TestEid eid, CardPerson? person = null, TokenFault fault = TokenFault.None, Applet applet = Applet.V18, EidAuthenticationOptions? paths = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(eid);
        paths ??= new EidAuthenticationOptions();
        var challenge = await client.GetFromJsonAsync<JsonElement>(At(paths.ChallengePath));
        var origin = client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var token = new StringContent(
            eid.CreateToken(origin, challenge.GetProperty("nonce").GetString()!, person, fault, applet), Encoding.UTF8, "application/json");
        return await client.PostAsync(At(paths.LoginPath), token);
    }

    // Below the address of the client, which may have a path of its own.
    private static Uri At(PathString path) => new(path.Value!.TrimStart('/'), UriKind.Relative);
}
