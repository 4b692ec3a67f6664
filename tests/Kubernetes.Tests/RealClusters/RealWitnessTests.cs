using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>What a real cluster keeps of the ledger.</summary>
[Collection(RealClusterGroup.Name)]
public sealed class RealWitnessTests
{
    private readonly RealCluster _cluster;

    public RealWitnessTests(RealCluster cluster)
    {
        _cluster = cluster;
        cluster.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Witness_IsNothingThenWhatWasWrittenLast()
    {
        await using var gateway = _cluster.Open("witness-a");
        Assert.Null(await gateway.ReadWitnessAsync(Token));
        var first = new LedgerPosition(Guid.NewGuid(), 1);
        await gateway.WriteWitnessAsync(first, Token);
        Assert.Equal(first, await gateway.ReadWitnessAsync(Token));
        var second = first with { Counter = long.MaxValue };
        await gateway.WriteWitnessAsync(second, Token);
        Assert.Equal(second, await gateway.ReadWitnessAsync(Token));
    }

    [Fact]
    public async Task Witness_WrittenByOneThatComesLate_StaysAsItIs()
    {
        await using var late = _cluster.Open("witness-d");
        await using var current = _cluster.Open("witness-d");
        var first = new LedgerPosition(Guid.NewGuid(), 1);
        await late.WriteWitnessAsync(first, Token);
        await current.ReadWitnessAsync(Token);
        var newest = first with { Counter = 9 };
        await current.WriteWitnessAsync(newest, Token);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => late.WriteWitnessAsync(first with { Counter = 5 }, Token));
        Assert.Equal(newest, await late.ReadWitnessAsync(Token));
        await late.WriteWitnessAsync(newest with { Counter = 10 }, Token);
    }

    [Fact]
    public async Task Witness_OfAnotherOrigin_IsNotOurs()
    {
        await using var ours = _cluster.Open("witness-b");
        await using var theirs = _cluster.Open("witness-c");
        await theirs.WriteWitnessAsync(new(Guid.NewGuid(), 1), Token);
        Assert.Null(await ours.ReadWitnessAsync(Token));
    }
}
