using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class FeedRingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_BeyondTheRing_HasExpired()
    {
        var ring = new FeedRing("r", 4);
        for (var i = 0; i < 5; i++)
            ring.Append(new ClusterEvent());
        await Assert.ThrowsAsync<WatchExpiredException>(() => FirstAsync(ring, "r.0"));
        Assert.Equal("r.2", (await FirstAsync(ring, "r.1")).Revision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("r.")]
    [InlineData("r.-1")]
    [InlineData("r.2")]
    [InlineData("s.0")]
    [InlineData("1")]
    public async Task Follow_NoRevisionOfTheRing_HasExpired(string revision)
    {
        var ring = new FeedRing("r", 4);
        ring.Append(new ClusterEvent());
        await Assert.ThrowsAsync<WatchExpiredException>(() => FirstAsync(ring, revision));
    }

    [Fact]
    public async Task Follow_NothingHappens_GivesASignOfLife() =>
        Assert.Equal(new ClusterEvent { Revision = "r.0" }, await FirstAsync(new FeedRing("r", 4), "r.0"));

    [Fact]
    public async Task Follow_ClosedMeanwhile_HasExpired()
    {
        var ring = new FeedRing("r", 4);
        await using var watch = ring.FollowAsync("r.0", TimeSpan.FromMinutes(1), TimeProvider.System, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        ring.Close();
        await Assert.ThrowsAsync<WatchExpiredException>(() => next.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    private static async Task<ClusterEvent> FirstAsync(FeedRing ring, string revision)
    {
        await foreach (var e in ring.FollowAsync(revision, TimeSpan.FromMilliseconds(10), TimeProvider.System, Token))
            return e;
        throw new InvalidOperationException("The watch ended.");
    }
}
