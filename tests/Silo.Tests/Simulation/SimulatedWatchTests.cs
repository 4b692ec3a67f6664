using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Simulated watches keep the contract.</summary>
public sealed class SimulatedWatchTests : WatchContract, IDisposable
{
    private readonly SimulatedGateway _simulation = new();

    protected override IClusterGateway Gateway => _simulation.Gateway;

    protected override ImmutableArray<string> Nodes => SimulatedGateway.Nodes;

    protected override PodTemplate Template(string duration) => Gangs.Template(duration: duration);

    protected override Task PassAsync(TimeSpan time) => _simulation.PassAsync(time);

    public void Dispose() => _simulation.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("999999999")]
    public async Task Watch_NoRevisionOfThisCluster_HasExpired(string revision)
    {
        await using var watch = Gateway.WatchAsync(revision, Token).GetAsyncEnumerator(Token);
        await Assert.ThrowsAsync<WatchExpiredException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_OlderThanTheHistory_HasExpired()
    {
        var old = (await Gateway.ListAsync(Token)).Revision;
        _simulation.Cluster.Start(Gangs.Template(), Enumerable.Repeat("n-01", SimulatedGateway.EventHistory));
        await using var watch = Gateway.WatchAsync(old, Token).GetAsyncEnumerator(Token);
        await Assert.ThrowsAsync<WatchExpiredException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_NothingHappens_GivesASignOfLife()
    {
        var list = await Gateway.ListAsync(Token);
        await using var watch = Gateway.WatchAsync(list.Revision, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        _simulation.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal(new ClusterEvent { Revision = list.Revision }, watch.Current);
    }
}
