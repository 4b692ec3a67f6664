using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Every knob of the way to a cluster.</summary>
public sealed class SimulatedFaultsTests : IDisposable
{
    private readonly SimulatedGateway _simulation = new();

    public void Dispose() => _simulation.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IClusterGateway Gateway => _simulation.Gateway;

    [Fact]
    public async Task Partition_Refuse_EveryCallFailsAndPodsRunOn()
    {
        var gang = _simulation.Cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        _simulation.Faults.Partition = PartitionMode.Refuse;
        foreach (var call in Calls(gang))
            await Assert.ThrowsAsync<ClusterUnreachableException>(call);
        _simulation.Time.Advance(TimeSpan.FromSeconds(1));
        _simulation.Faults.Partition = PartitionMode.None;
        Assert.Equal(PodPhase.Succeeded, (await Gateway.ListPodsAsync(gang.Job, gang.Attempt, Token))[0].Phase);
    }

    [Fact]
    public async Task Partition_Hang_EveryCallFailsAtItsDeadlineAndNotBefore()
    {
        var gang = _simulation.Cluster.Start(Gangs.Template(duration: "1m"), "n-01");
        _simulation.Faults.Partition = PartitionMode.Hang;
        foreach (var call in Calls(gang))
        {
            var hanging = call();
            _simulation.Time.Advance(TimeSpan.FromMilliseconds(4999));
            Assert.False(hanging.IsCompleted);
            _simulation.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Assert.ThrowsAsync<ClusterUnreachableException>(() => hanging.WaitAsync(TimeSpan.FromSeconds(10), Token));
        }
        Assert.False(Assert.Single(_simulation.Cluster.Pods(gang)).Terminating);
    }

    [Fact]
    public async Task Partition_Hang_ACallCanBeGivenUp()
    {
        _simulation.Faults.Partition = PartitionMode.Hang;
        using var cancel = new CancellationTokenSource();
        var hanging = Gateway.ProbeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Latency_OfACall_PassesFirst()
    {
        _simulation.Faults.Latency = TimeSpan.FromMilliseconds(300);
        var call = Gateway.ProbeAsync(Token);
        _simulation.Time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(call.IsCompleted);
        _simulation.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotEmpty(await call.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Latency_AboveTheDeadline_IsUnreachable()
    {
        _simulation.Faults.Latency = TimeSpan.FromSeconds(6);
        var call = Gateway.ProbeAsync(Token);
        _simulation.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task LoseNextReplies_AWrite_IsDoneAndFails()
    {
        _simulation.Faults.LoseNextReplies(1);
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), "n-01");
        var call = Gateway.CreateAsync(plan, Token);
        var pod = Assert.Single(_simulation.Cluster.Pods(plan));
        _simulation.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal(pod.Uid, Assert.Single(await Gateway.CreateAsync(plan, Token)).Uid);
    }

    [Fact]
    public async Task LostRequests_AWrite_IsNotDone()
    {
        _simulation.Faults.LostRequests = 1;
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), "n-01");
        var call = Gateway.CreateAsync(plan, Token);
        _simulation.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Empty(_simulation.Cluster.Pods(plan));
    }

    [Fact]
    public void Rates_SameSeed_AreTheSame()
    {
        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
        Assert.InRange(Draw(7).Count(lost => lost), 60, 140);

        static List<bool> Draw(int seed)
        {
            using var fleet = SimulatedFleet.Open(new SimulationOptions { Clusters = TestClusters.Options().Clusters, Seed = seed }, new ManualTimeProvider());
            fleet.Faults("c").LostReplies = 0.5;
            return [.. Enumerable.Range(0, 200).Select(_ =>
                !fleet.Get(new ClusterName("c")).StopAsync(Gangs.NewJob(), Gangs.First, Token).IsCompleted)];
        }
    }

    [Fact]
    public async Task Watch_LostEvents_AreNeverSeen()
    {
        await using var watch = await OpenWatchAsync();
        _simulation.Cluster.Start(Gangs.Template(), "n-01");
        _simulation.Faults.LostEvents = 1;
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        _simulation.Faults.EndWatches();
        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Watch_Ended_CanBeResumed()
    {
        await using var watch = await OpenWatchAsync();
        var next = watch.MoveNextAsync().AsTask();
        _simulation.Faults.EndWatches();
        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(10), Token));
        await using var second = await OpenWatchAsync();
        var node = second.MoveNextAsync().AsTask();
        _simulation.Cluster.Cordon("n-01");
        Assert.True(await node.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal("n-01", second.Current.Node?.Name);
    }

    [Fact]
    public async Task Watch_Expired_SaysSo()
    {
        await using var watch = await OpenWatchAsync();
        var next = watch.MoveNextAsync().AsTask();
        _simulation.Faults.ExpireWatches();
        await Assert.ThrowsAsync<WatchExpiredException>(() => next.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Watch_PartitionRefuse_Breaks()
    {
        await using var watch = await OpenWatchAsync();
        var next = watch.MoveNextAsync().AsTask();
        _simulation.Faults.Partition = PartitionMode.Refuse;
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => next.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Watch_PartitionHang_IsSilentUntilItHeals()
    {
        await using var watch = await OpenWatchAsync();
        _simulation.Cluster.Cordon("n-01");
        _simulation.Cluster.Cordon("n-02");
        Assert.True(await watch.MoveNextAsync());
        _simulation.Faults.Partition = PartitionMode.Hang;
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        _simulation.Faults.Partition = PartitionMode.None;
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal("n-02", watch.Current.Node?.Name);
    }

    private async Task<IAsyncEnumerator<ClusterEvent>> OpenWatchAsync() =>
        Gateway.WatchAsync((await Gateway.ListAsync(Token)).Revision, Token).GetAsyncEnumerator(Token);

    private IEnumerable<Func<Task>> Calls(GangPlan gang)
    {
        yield return () => Gateway.ProbeAsync(Token);
        yield return () => Gateway.ListAsync(Token);
        yield return () => Gateway.ListPodsAsync(gang.Job, gang.Attempt, Token);
        yield return () => Gateway.CreateAsync(gang, Token);
        yield return () => Gateway.BindAsync(gang.Job, gang.Attempt, [], Token);
        yield return () => Gateway.StopAsync(gang.Job, gang.Attempt, Token);
        yield return () => Gateway.CleanUpAsync(gang.Job, gang.Attempt, Token);
        yield return () => Gateway.WatchAsync("1", Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask();
    }
}
