using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Tokens that end while gangs run.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class CredentialTests
{
    private static readonly GrainClusterOptions Two = new() { Clusters = [("east", 3), ("west", 3)], MemberClusters = RealClusters.Patient };

    [Fact]
    public async Task Token_RotatedAndItsFileRewritten_IsUsedWithoutARestart()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        var (eager, hold, after) = (Gang.Of("eager", pods: 2, duration: "6s").On("east", "west").Eager(), Gang.Of("hold", pods: 2, duration: "6s").On("east"), Gang.Of("after", pods: 2).On("east"));
        await muster.SubmitAsync(eager);
        await muster.SubmitAsync(hold);
        await muster.UntilAsync("eager", JobState.Running);
        await muster.UntilAsync("hold", JobState.Running);
        var east = muster.Real("east");
        await east.Plane.RotateTokenAsync();
        east.WriteCredentials(east.Plane.Muster);
        var begin = TimeProvider.System.GetTimestamp();
        await muster.SubmitAsync(after);
        await muster.RanOnceAsync(after);
        TestContext.Current.TestOutputHelper?.WriteLine($"Work was taken again {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0.0} s after the file was written");
        await muster.ReadyAsync("east");
        await muster.RanOnceAsync(eager, hold);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Token_RotatedAndNotReplaced_ClosesTheClusterAndMovesNobody()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        var (eager, hold, after) = (Gang.Of("eager", pods: 2, duration: "4s").On("east", "west").Eager(), Gang.Of("hold", pods: 2, duration: "4s").On("east"), Gang.Of("after", pods: 2).On("east"));
        await muster.SubmitAsync(eager);
        await muster.SubmitAsync(hold);
        await muster.UntilAsync("eager", JobState.Running);
        var before = await muster.UntilAsync("hold", JobState.Running);
        var east = muster.Real("east");
        await east.Plane.RotateTokenAsync();
        await muster.HealthAsync("east", ClusterHealth.Unauthorized);
        Assert.Contains("401", (await muster.Cluster("east").Get()).Problem, StringComparison.Ordinal);
        await muster.SubmitAsync(after);
        await muster.EndedUnseenAsync("hold");
        Assert.Equal(ClusterHealth.Unauthorized, (await muster.Cluster("east").Get()).Health);
        var waiting = await muster.RecordAsync("hold");
        Assert.Equal((JobState.Running, before.Attempt), (waiting.State, waiting.Attempt));
        Assert.Empty(muster.Runs("after"));

        east.WriteCredentials(east.Plane.Muster);
        await muster.RanOnceAsync(eager, hold, after);
        await muster.CheckNothingLeaksAsync();
    }
}
