using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EidBridge.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The wire to Firefox, with a browser that talks nonsense or goes: nobody waits for ever.</summary>
[TestClass]
[DoNotParallelize]
public sealed class BidiConnectionTests
{
    private const int Limit = 30_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("no JSON", typeof(JsonException))]
    [DataRow("", typeof(JsonException))]
    [DataRow(null, null, DisplayName = "it goes")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WhateverEndsTheReading_IsToldToEverybodyWhoWaits_AndToWhoeverAsksLater(string? said, Type? reason)
    {
        await using var browser = await StartBrowserAsync(said);
        await using var connection = await BidiConnection.OpenAsync(new Uri(browser.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal)), TestContext.CancellationToken);
        var first = connection.SendAsync("first", new { }, TestContext.CancellationToken);
        var second = connection.SendAsync("second", new { }, TestContext.CancellationToken);

        foreach (var waiting in new[] { first, second })
        {
            var failure = await Assert.ThrowsExactlyAsync<StageException>(() => waiting);
            Assert.AreEqual(reason, failure.InnerException?.GetType(), failure.Message);
        }

        await Assert.ThrowsAsync<Exception>(() => connection.SendAsync("third", new { }, TestContext.CancellationToken));
    }

    /// <summary>Hears two commands, then says this, or goes.</summary>
    private async Task<WebApplication> StartBrowserAsync(string? said)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var browser = builder.Build();
        browser.UseWebSockets();
        browser.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await HearAsync(socket, context.RequestAborted);
            await HearAsync(socket, context.RequestAborted);
            if (said is null)
            {
                await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, null, context.RequestAborted);
                return;
            }

            await socket.SendAsync(Encoding.UTF8.GetBytes(said), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await HearAsync(socket, context.RequestAborted);
        });
        await browser.StartAsync(TestContext.CancellationToken);
        return browser;
    }

    private static Task<WebSocketReceiveResult> HearAsync(WebSocket socket, CancellationToken cancellationToken) => socket.ReceiveAsync(new byte[1024], cancellationToken);
}
