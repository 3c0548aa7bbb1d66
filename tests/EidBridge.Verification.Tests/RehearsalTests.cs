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
        var heard = new List<string>();
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
        meters.SetMeasurementEventCallback<long>((instrument, _, _, _) => heard.Add(instrument.Name));
        meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => heard.Add(instrument.Name));
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => heard.Add(activity.OperationName),
        };
        ActivitySource.AddActivityListener(traces);
        meters.Start();

        await RehearsedLogin.PlayAsync();

        Assert.IsEmpty(heard);
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
