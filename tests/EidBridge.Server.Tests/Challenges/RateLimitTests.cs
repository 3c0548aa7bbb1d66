using System.Net;
using System.Net.Http.Json;
using EidBridge.Server.Tests.Journey;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.Server.Tests.Challenges;

/// <summary>Nonces and logins are counted by network: whoever has one IPv6 address has as many as they like.</summary>
[TestClass]
public sealed class RateLimitTests
{
    private const int PerMinute = 300;
    private const string From = "X-Test-Address";
    private const string Forwarded = "X-Forwarded-For";

    [TestMethod]
    [DataRow("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true, DisplayName = "one /64")]
    [DataRow("2001:db8:1:2::1", "2001:db8:1:3::1", false, DisplayName = "two /64s")]
    [DataRow("192.0.2.1", "::ffff:192.0.2.1", true, DisplayName = "one IPv4 address, written both ways")]
    [DataRow("::ffff:192.0.2.1", "::ffff:192.0.2.2", false, DisplayName = "two IPv4 addresses written as IPv6")]
    public async Task TwoAddresses_ShareALimit_WhenTheyAreOfOneNetwork(string first, string second, bool shared)
    {
        await using var server = ServerHost.OnNewFolder(configure: builder => builder.ConfigureServices(
            services => services.AddSingleton<IStartupFilter>(new AddressByHeader())));

        await UseUpAsync(server, From, first);

        Assert.AreEqual(HttpStatusCode.TooManyRequests, await AskAsync(server, From, first));
        Assert.AreEqual(shared ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, await AskAsync(server, From, second));
    }

    [TestMethod]
    public async Task BehindAProxy_TheForwardedAddressCounts_WhereTheSettingSaysSo()
    {
        await using var server = ServerHost.OnNewFolder(configure: builder => builder.UseSetting("FORWARDEDHEADERS_ENABLED", "true"));

        await UseUpAsync(server, Forwarded, "2001:db8:1:2::1");

        Assert.AreEqual(HttpStatusCode.TooManyRequests, await AskAsync(server, Forwarded, "2001:db8:1:2::2"));
        Assert.AreEqual(HttpStatusCode.OK, await AskAsync(server, Forwarded, "2001:db8:1:3::1"));
    }

    [TestMethod]
    public async Task WithoutThatSetting_NobodyChoosesTheirOwnAddress()
    {
        await using var server = ServerHost.OnNewFolder();

        await UseUpAsync(server, Forwarded, "2001:db8:1:2::1");

        Assert.AreEqual(HttpStatusCode.TooManyRequests, await AskAsync(server, Forwarded, "2001:db8:1:3::1"));
    }

    // A post without the page's token is refused, but counted first.
    private static async Task UseUpAsync(ServerHost server, string header, string address)
    {
        for (var i = 0; i < PerMinute; i++)
        {
            Assert.AreNotEqual(HttpStatusCode.TooManyRequests, await SendAsync(server, HttpMethod.Post, "/login/eid", header, address));
        }
    }

    private static Task<HttpStatusCode> AskAsync(ServerHost server, string header, string address) =>
        SendAsync(server, HttpMethod.Get, "/login/eid/challenge", header, address);

    private static async Task<HttpStatusCode> SendAsync(ServerHost server, HttpMethod method, string path, string header, string address)
    {
        using var client = server.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(string.Empty) };
        request.Headers.Add(header, address);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private sealed class AddressByHeader : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers[From].ToString());
                return following(context);
            });
            next(app);
        };
    }
}
