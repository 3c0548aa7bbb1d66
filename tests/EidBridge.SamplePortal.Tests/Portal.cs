using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EidBridge.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.SamplePortal.Tests;

/// <summary>The sample portal in memory, trusting the cards of a <see cref="TestEid"/>.</summary>
internal sealed class Portal(TestEid eid, Action<IServiceCollection>? change = null, string pathBase = "", string origin = Portal.Origin) : WebApplicationFactory<Program>
{
    public const string Origin = "https://portal.example";

    /// <summary>A browser without cookies; it follows no redirect.</summary>
    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions
    {
        BaseAddress = new Uri($"{Origin}{pathBase}/"),
        AllowAutoRedirect = false,
    });

    /// <summary>204 for a login, else the code of the problem.</summary>
    public static async Task<string> OutcomeAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return "204";
        }

        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.AreEqual((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.AreNotEqual(string.Empty, problem.GetProperty("title").GetString());
        return problem.GetProperty("code").GetString()!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Origin", origin);
        builder.UseSetting("PathBase", pathBase);
        builder.ConfigureTestServices(services =>
        {
            services.TrustTestCards(eid);
            change?.Invoke(services);
        });
    }
}
