using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Silo.Tests;

namespace Muster.Kubernetes.Tests;

/// <summary>Watches of a real cluster keep the contract.</summary>
[Collection(RealClusterGroup.Name)]
public sealed class RealWatchTests : WatchContract
{
    private readonly RealCluster _cluster;

    public RealWatchTests(RealCluster cluster)
    {
        _cluster = cluster;
        cluster.Require();
    }

    protected override IClusterGateway Gateway => _cluster.Gateway;

    protected override ImmutableArray<string> Nodes => RealCluster.Nodes;

    protected override PodTemplate Template(string duration) => RealTime.Template(duration);

    protected override Task PassAsync(TimeSpan time) => RealTime.PassAsync(time);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0123456789ab.1")]
    public async Task Watch_NoRevisionOfThisGateway_HasExpired(string revision)
    {
        await Gateway.ListAsync(Token);
        await using var watch = Gateway.WatchAsync(revision, Token).GetAsyncEnumerator(Token);
        await Assert.ThrowsAsync<WatchExpiredException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_RevisionOfAnotherGateway_HasExpired()
    {
        await using var other = _cluster.Open();
        var list = await other.ListAsync(Token);
        await Gateway.ListAsync(Token);
        await using var watch = Gateway.WatchAsync(list.Revision, Token).GetAsyncEnumerator(Token);
        await Assert.ThrowsAsync<WatchExpiredException>(async () => await watch.MoveNextAsync());
    }
}
