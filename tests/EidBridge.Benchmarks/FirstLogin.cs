using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EidBridge.Demo;
using EidBridge.Verification;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EidBridge.Benchmarks;

/// <summary>A site that has just been started, and the first person who logs in: a process each time, which finds the responder in the process that measures.</summary>
/// <param name="Responder">Host and port on loopback.</param>
internal sealed record FirstLogin(string Origin, string Nonce, byte[] Token, byte[] Root, byte[] Ca, string Responder)
{
    /// <summary>The word on this program's command line; what follows is a <see cref="FirstLogin"/>, and whether the start rehearses.</summary>
    public const string Command = "first-login";

    private const int Processes = 5;

    /// <returns>Milliseconds, median of some processes: of the site's start, and of the first login after it.</returns>
    public async Task<(double Start, double Login)> MeasureAsync(bool rehearses, CancellationToken cancellationToken)
    {
        var told = new List<(double Start, double Login)>();
        for (var i = 0; i < Processes; i++)
        {
            var line = await ChildProcess.RunAsync(Environment.ProcessPath!, [Command, JsonSerializer.Serialize(this), rehearses.ToString()], null, cancellationToken);
            var times = line.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToList();
            told.Add((times[0], times[1]));
        }

        return (told.Select(t => t.Start).Order().ElementAt(Processes / 2), told.Select(t => t.Login).Order().ElementAt(Processes / 2));
    }

    /// <summary>What that process does.</summary>
    public static async Task<string> PlayAsync(string description, bool rehearses)
    {
        var first = JsonSerializer.Deserialize<FirstLogin>(description)!;
        var begun = Stopwatch.GetTimestamp();
        await using var site = first.Build(rehearses);
        await site.StartAsync();
        var start = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        begun = Stopwatch.GetTimestamp();
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EidAuthenticator>().AuthenticateAsync("session", first.Token, useOf: null, CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"{start} {Stopwatch.GetElapsedTime(begun).TotalMilliseconds}");
    }

    private WebApplication Build(bool rehearses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IChallengeStore>(new OneChallenge(Nonce));
        builder.Services.AddEidBridge(options =>
        {
            options.Origin = Origin;
            options.TrustAnchors.Add(X509CertificateLoader.LoadCertificate(Root));
            options.IssuingCertificates.Add(X509CertificateLoader.LoadCertificate(Ca));
            options.Revocation = new RevocationOptions { AllowedHosts = [Responder] };
        });
        if (!rehearses)
        {
            builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(StartRehearsal)));
        }

        return builder.Build();
    }
}
