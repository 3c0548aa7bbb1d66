using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Rehearsal;
using EidBridge.Verification.Revocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EidBridge.Verification.Tests;

/// <summary>A login is rehearsed while a site starts; whatever becomes of that, the site starts, and nobody hears of it.</summary>
[TestClass]
public sealed class RehearsalTests
{
    [TestMethod]
    public async Task Rehearsal_ComesToItsEnd_AndIsNeitherCountedNorTraced()
    {
        var heard = new ConcurrentQueue<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name is RevocationOptions.MeterName or "System.Net.Http")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => HearIf(activity.OperationName, IsRehearsal(activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(traces);
        meters.Start();

        await RehearsedLogin.PlayAsync();

        Assert.IsEmpty(heard);

        // Connections that earlier tests left idle may be closed meanwhile: they are of other hosts.
        static bool IsRehearsal(IEnumerable<KeyValuePair<string, object?>> tags) =>
            tags.Any(tag => tag.Value is string text && text.Contains(RehearsedPki.Host, StringComparison.Ordinal));

        void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            HearIf(instrument.Name, instrument.Meter.Name == RevocationOptions.MeterName || IsRehearsal(tags.ToArray()));

        void HearIf(string name, bool isOfRehearsal)
        {
            if (isOfRehearsal)
            {
                heard.Enqueue(name);
            }
        }
    }

    [TestMethod]
    public async Task RehearsalThatFailsOrHangs_KeepsNoSiteFromStarting()
    {
        var (fails, hangs) = (Task.FromException(new InvalidOperationException("no OpenSSL")), new TaskCompletionSource().Task);
        foreach (var (rehearsal, longest) in new[] { (fails, TimeSpan.FromMinutes(1)), (hangs, TimeSpan.FromMilliseconds(1)) })
        {
            var start = new StartRehearsal(new Lazy<Task>(rehearsal), longest, NullLogger<StartRehearsal>.Instance);

            await start.StartAsync(CancellationToken.None);

            Assert.IsFalse(rehearsal.IsCompletedSuccessfully);
        }
    }

    [TestMethod]
    public void Site_Rehearses()
    {
        var services = new ServiceCollection();
        services.AddEidBridge(_ => { });

        Assert.HasCount(1, services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(StartRehearsal)));
    }
}
