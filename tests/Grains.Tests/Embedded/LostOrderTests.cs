using Microsoft.Extensions.DependencyInjection;
using Muster.Contracts;
using Orleans.Embedded;

namespace Muster.Grains.Tests;

/// <summary>One kind of message does not arrive the first times; everything goes on all the same.</summary>
public sealed class LostOrderTests
{
    [Theory]
    [InlineData(nameof(IClusterGrain.Dispatch))]
    [InlineData(nameof(IClusterGrain.Stop))]
    [InlineData(nameof(IClusterGrain.Released))]
    [InlineData(nameof(INodeGrain.Prepare))]
    [InlineData(nameof(INodeGrain.Confirm))]
    [InlineData(nameof(INodeGrain.Release))] // also that of a queue
    [InlineData(nameof(IJobGrain.Observed))]
    [InlineData(nameof(IQueueGrain.Enqueue))]
    [InlineData(nameof(IQueueGrain.Remove))]
    [InlineData(nameof(IQueueGrain.Offer))]
    [InlineData(nameof(IQueueGrain.Settle))]
    public async Task Message_LostTheFirstTimes_IsMadeUpFor(string method)
    {
        var lost = 0;
        var network = new LossyNetwork(1, 0, 0, 0)
        {
            Rule = m => m.MethodName == method && m.Source is not null && Interlocked.Increment(ref lost) <= 3 ? MessageVerdict.Drop : null,
        };
        await using var muster = await StartAsync(network);
        await InsistAsync(muster, Gang.Of("ends", pods: 2));
        await InsistAsync(muster, Gang.Of("fails", duration: "10ms", exitCode: "1").Retry(1));
        Assert.Equal(JobState.Succeeded, (await muster.EndAsync("ends")).State);
        Assert.Equal(JobState.Failed, (await muster.EndAsync("fails")).State);
        Assert.True(lost > 0);
        await muster.CheckNothingLeaksAsync();
    }

    [Theory]
    [InlineData(nameof(IQueueGrain.Enqueue))]
    [InlineData(nameof(IQueueGrain.Offer))]
    [InlineData(nameof(IQueueGrain.Settle))]
    [InlineData(nameof(IQueueGrain.Remove))]
    [InlineData(nameof(IJobGrain.Nudge))]
    [InlineData(nameof(IJobGrain.Observed))]
    [InlineData(nameof(INodeGrain.Prepare))]
    [InlineData(nameof(INodeGrain.Release))]
    [InlineData(nameof(IClusterGrain.Dispatch))]
    public async Task Message_DoubledAndLate_DoesNoHarm(string method)
    {
        var count = 0;
        var network = new LossyNetwork(1, 0, 0, 0)
        {
            Rule = m => m.MethodName != method || m.Source is null ? null
                : (Interlocked.Increment(ref count) % 3) switch { 0 => MessageVerdict.Duplicate, 1 => MessageVerdict.Delay(TimeSpan.FromMilliseconds(150)), _ => null },
        };
        await using var muster = await StartAsync(network);
        for (var i = 0; i < 10; i++)
            await InsistAsync(muster, Gang.Of($"job-{i}", pods: 3, cpu: "5", duration: "20ms"));
        for (var i = 0; i < 10; i++)
            Assert.Equal((JobState.Succeeded, 0), (await muster.EndAsync($"job-{i}") is var ended ? (ended.State, ended.Retries) : default));
        Assert.True(count > 0);
        await muster.CheckNothingLeaksAsync();
    }

    // A strict queue is blocked by a head that is not there: one that was cancelled before its enqueueing arrived.
    [Fact]
    public async Task Enqueue_ThatArrivesAfterTheCancel_DoesNotBlockAStrictQueue()
    {
        var network = new LossyNetwork(1, 0, 0, 0)
        {
            Rule = static m => m.MethodName == nameof(IQueueGrain.Enqueue) && m.Source?.Key.ToString() == "default/ghost" ? MessageVerdict.Delay(TimeSpan.FromSeconds(1.5)) : null,
        };
        await using var muster = await StartAsync(network, [Quotas.Queue("default", cpu: 100, strategy: QueueStrategy.StrictFifo)], TimeSpan.FromSeconds(1));
        await muster.SubmitAsync(Gang.Of("holder", pods: 4, cpu: "4", duration: "3s"));
        await muster.UntilAsync("holder", JobState.Running);
        await Assert.ThrowsAnyAsync<Exception>(() => muster.SubmitAsync(Gang.Of("ghost", pods: 4, cpu: "8")));
        await muster.Job("ghost").Cancel();
        await muster.UntilAsync("ghost", JobState.Cancelled);
        await muster.SubmitAsync(Gang.Of("small", cpu: "1", duration: "10ms"));
        await muster.SucceedAsync("small");
        await muster.EndAsync("holder");
        await muster.CheckNothingLeaksAsync();
    }

    // The fence of the start: whoever is cancelled while his pods are being created must not see them bound, stopped or not.
    [Fact]
    public async Task Dispatch_OfAJobCancelledBetweenCreationAndBinding_StartsNothing()
    {
        var network = new LossyNetwork(1, 0, 0, 0) { Rule = static m => m.MethodName == nameof(IClusterGrain.Stop) ? MessageVerdict.Delay(TimeSpan.FromSeconds(1)) : null };
        await using var muster = await StartAsync(network, timeout: TimeSpan.FromSeconds(10));
        muster.Fleet.Simulated.Faults("east").Latency = TimeSpan.FromMilliseconds(300);
        await muster.SubmitAsync(Gang.Of("job", pods: 2, duration: "1h"));
        await Poll.UntilAsync("it is committed", () => muster.RecordAsync("job"), static r => r.State.HoldsPlaces());
        var cancelling = muster.Job("job").Cancel();
        await muster.UntilAsync("job", JobState.Cancelled);
        await cancelling;
        Assert.Empty(muster.Runs("job"));
        muster.Fleet.Simulated.Faults("east").Latency = TimeSpan.Zero;
        await muster.CheckNothingLeaksAsync();
    }

    private static Task<GrainCluster> StartAsync(LossyNetwork network, IReadOnlyList<QueueSpec>? queues = null, TimeSpan? timeout = null) => GrainCluster.StartAsync(new()
    {
        Silos = 2,
        ResponseTimeout = timeout ?? TimeSpan.FromMilliseconds(500),
        Queues = queues ?? [new QueueSpec { Name = "default" }],
        Services = services => services.AddSingleton<IMessageInterceptor>(network),
    });

    private static Task<SubmitResult?> InsistAsync(GrainCluster muster, Job job) => Poll.UntilAsync($"{job.Id} is accepted", async () =>
    {
        try
        {
            return await muster.SubmitAsync(job, job.Metadata.Name);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }, static r => r is not null);
}
