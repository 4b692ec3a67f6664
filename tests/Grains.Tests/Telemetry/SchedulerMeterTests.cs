using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>What is counted, and what counting costs.</summary>
public sealed class SchedulerMeterTests
{
    private static readonly JobRecord Committed = new() { State = JobState.Committed, Placement = new GangPlacement(new("east"), []) };
    private static readonly JobRecord Starting = Committed with { State = JobState.Starting };
    private static readonly JobRecord Fenced = Committed with { State = JobState.Fencing, Reason = new(ReasonCode.ClusterLost, "gone") };
    private static readonly PendingJob Waiting = new() { QueuedAt = DateTimeOffset.UnixEpoch };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Count_OnTheHotPath_AllocatesNothing(bool listen)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meter = new SchedulerMeter(services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        using var listener = new MeterListener();
        var heard = 0L;
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => heard += value);
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => heard++);
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (listen && ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
                l.EnableMeasurementEvents(instrument);
        };
        listener.Start();
        Count(meter, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Count(meter, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(listen, heard > 0);
    }

    [Fact]
    public async Task Instruments_AfterAGang_TellItsWay()
    {
        var heard = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        SchedulerMeter? meter = null;
        using var listener = new MeterListener();
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Clusters = [("meters", 2)],
            Queues = [new QueueSpec { Name = "metered" }],
            Services = services => services.AddHostedService(provider =>
            {
                meter = provider.GetService<SchedulerMeter>() ?? meter;
                return new Listening(listener, provider.GetRequiredService<IMeterFactory>(), heard);
            }),
        });

        await muster.SubmitAsync(Gang.Of("counted", pods: 2).In("metered"));
        await muster.SucceedAsync("counted");
        foreach (var gauge in (string[])["muster.queue.admitted queue=metered", "muster.queue.pending queue=metered", "muster.cluster.usage cluster=meters resource=cpu"])
            await Poll.UntilAsync($"{gauge} tells that nothing waits or runs", () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(heard.GetValueOrDefault(gauge, -1));
            }, static seen => seen == 0, context: muster.Tail);

        Assert.NotNull(meter);
        Assert.Equal(1, heard["muster.job.submitted queue=metered"]);
        foreach (var way in (string[])["Queued to=Admitted", "Admitted to=Committed", "Committed to=Starting"])
            Assert.Equal(1, heard[$"muster.job.transition from={way}"]);
        // Where news is slow, its pods may have ended before it is heard that they run.
        Assert.Equal(1, new[] { "Starting", "Running" }.Sum(from => heard.GetValueOrDefault($"muster.job.transition from={from} to=Succeeded")));
        Assert.True(heard["muster.gang.reservation.duration outcome=committed"] > 0);
        Assert.True(heard["muster.cycle.considered queue=metered"] >= 1);
        Assert.Equal(1, heard["muster.dispatch.attempt cluster=meters outcome=dispatched"]);
        Assert.Equal(16, heard["muster.cluster.capacity cluster=meters resource=cpu"]);
    }

    [Fact]
    public void Seldom_SameProblem_IsNewsOnceAMinute()
    {
        var time = new SteppedTime();
        var seldom = new Seldom(time);

        Assert.True(seldom.IsNews("lost"));
        Assert.False(seldom.IsNews("lost"));
        Assert.True(seldom.IsNews("refused"));
        time.Step(TimeSpan.FromSeconds(59));
        Assert.False(seldom.IsNews("refused"));
        time.Step(TimeSpan.FromSeconds(1));
        Assert.True(seldom.IsNews("refused"));
    }

    private static void Count(SchedulerMeter meter, int times)
    {
        for (var i = 0; i < times; i++)
        {
            meter.Submitted("default");
            meter.Admitted(Waiting);
            meter.Changed(Committed, Starting);
            meter.Changed(Committed, Fenced);
            meter.Dispatched("east", "dispatched");
            meter.LimitHit("queue.pending");
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan by) => _now += by.Ticks;
    }
}
