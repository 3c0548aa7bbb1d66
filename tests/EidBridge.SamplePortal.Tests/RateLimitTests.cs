using System.Net;
using EidBridge.Testing;
using EidBridge.Verification.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.SamplePortal.Tests;

/// <summary>The rate limit that the library's README asks for counts networks, not addresses.</summary>
[TestClass]
public sealed class RateLimitTests
{
    private const int PerMinute = 300;
    private const string From = "X-Test-Address";

    [TestMethod]
    [DataRow("192.0.2.1", "192.0.2.1")]
    [DataRow("::ffff:192.0.2.1", "192.0.2.1")]
    [DataRow("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [DataRow("2001:db8:1:2::", "2001:db8:1:2::/64")]
    [DataRow("fe80::1%2", "fe80::/64")]
    [DataRow("::1", "::/64")]
    [DataRow(null, "")]
    public void Network_IsTheIPv4Address_OrTheFirstHalfOfTheIPv6Address(string? address, string network) =>
        Assert.AreEqual(network, ClientNetwork.Of(address is null ? null : IPAddress.Parse(address)));

    [TestMethod]
    public async Task AddressesOfOneNetwork_ShareALimit()
    {
        using var eid = new TestEid();
        await using var portal = new Portal(eid, services => services.AddSingleton<IStartupFilter>(new AddressByHeader()));
        using var browser = portal.Browser();
        for (var i = 0; i < PerMinute; i++)
        {
            Assert.AreEqual(HttpStatusCode.OK, await AskAsync(browser, $"2001:db8:1:2::{i:x}"));
        }

        Assert.AreEqual(HttpStatusCode.TooManyRequests, await AskAsync(browser, "2001:db8:1:2:ffff::"));
        Assert.AreEqual(HttpStatusCode.OK, await AskAsync(browser, "2001:db8:1:3::"));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient browser, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("eid/challenge", UriKind.Relative));
        request.Headers.Add(From, address);
        using var answer = await browser.SendAsync(request);
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
