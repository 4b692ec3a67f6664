using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>A ledger that is not what it was any more, and one that cannot be reached.</summary>
public sealed class LostLedgerTests
{
    private static readonly GrainClusterOptions Often = new()
    {
        MemberClusters = new()
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(20), SuspectAfter = TimeSpan.FromMilliseconds(500), LostAfter = TimeSpan.FromSeconds(1),
            BackAfter = TimeSpan.FromMilliseconds(100), WitnessInterval = TimeSpan.FromMilliseconds(100),
        },
    };

    private const string Found = "The ledger was rolled back (scripted).";

    [Fact]
    public async Task RolledBack_NothingIsStartedOrStoppedAnyMore()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2)] });
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h").On("east").Eager());
        await muster.SubmitAsync(Gang.Of("starts", pods: 2).On("west"));
        await muster.EndAsync("starts");
        await muster.UntilAsync("runs", JobState.Running);
        // A stop and a start that are being tried again.
        muster.Fleet.Simulated.Faults("west").CreationRefusal = new ClusterUnreachableException("It is busy (scripted).");
        muster.Fleet.StopHeartbeats("east");
        await muster.SubmitAsync(Gang.Of("waits", duration: "1h").On("west"));
        await muster.UntilAsync("waits", "is committed", static r => r.State.HoldsPlaces());
        await muster.Job("runs").Cancel();
        var before = muster.Fleet.ReadRuns();

        muster.Ledger.Guard.Report(Found);
        muster.Fleet.Simulated.Faults("west").CreationRefusal = null;
        muster.Fleet.ResumeHeartbeats("east");
        await BeatAsync(muster, "east", "west");
        Assert.Equal(before, muster.Fleet.ReadRuns());
        Assert.Single(await muster.Fleet.PodsAsync("east"));
        Assert.Empty(await muster.Fleet.PodsAsync("west"));
        Assert.False(muster.Log.Has("failed"), muster.Tail());
    }

    [Fact]
    public async Task RolledBack_IsToldToWhoeverAsks()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h"));
        await muster.UntilAsync("runs", JobState.Running);
        await muster.SubmitAsync(Gang.Of("waits", cpu: "8", pods: 4));

        muster.Ledger.Guard.Report(Found);
        var cluster = await Poll.UntilAsync("the cluster takes no work", muster.Cluster("east").Get, static c => c.Health == ClusterHealth.Suspect, context: muster.Tail);
        Assert.Contains(Found, cluster.Problem, StringComparison.Ordinal);
        Assert.Contains("muster recover", cluster.Problem, StringComparison.Ordinal);
        foreach (var job in new[] { "runs", "waits" })
            Assert.Contains(Found, (await muster.Job(job).Explain()).Reason!.Message, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<LedgerRolledBackException>(() => muster.SubmitAsync(Gang.Of("late")));
        Assert.Contains(Found, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RolledBack_OfALostCluster_NoJobFailsOver()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("north", 2), ("west", 2)] });
        await muster.SubmitAsync(Gang.Of("eager", duration: "1h").On("east").Eager());
        var before = await muster.UntilAsync("eager", JobState.Running);
        muster.Ledger.Guard.Report(Found);
        muster.Fleet.StopHeartbeats("east");
        await muster.HealthAsync("east", ClusterHealth.Lost);
        muster.Fleet.ResumeHeartbeats("east");
        await BeatAsync(muster, "east");
        Assert.Equal((JobState.Running, before.Attempt), ((await muster.RecordAsync("eager")).State, before.Attempt));
        Assert.Single(muster.Fleet.ReadRuns());
    }

    [Fact]
    public async Task Witness_FollowsTheLedger()
    {
        await using var muster = await GrainCluster.StartAsync(Often);
        await muster.SubmitAsync(Gang.Of("job"));
        await muster.SucceedAsync("job");
        await Poll.UntilAsync("the cluster knows how far the ledger is", () => Task.FromResult(muster.Fleet.Simulated.Cluster("east").ReadWitness()),
            w => w == muster.Ledger.Guard.Position, context: muster.Tail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Witness_ThatTheLedgerIsNot_StopsTheSiloThatFindsItAtItsStart(bool another)
    {
        await using var muster = await GrainCluster.StartAsync();
        var position = muster.Ledger.Guard.Position;
        await Poll.UntilAsync("the first witness is written", () => Task.FromResult(muster.Fleet.Simulated.Cluster("east").ReadWitness()), static w => w is not null);
        muster.Fleet.Simulated.Cluster("east").WriteWitness(another ? new(Guid.NewGuid(), 1) : position with { Counter = position.Counter + 1_000 });
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h"));
        await muster.UntilAsync("runs", JobState.Running);
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        var cluster = await Poll.UntilAsync("the cluster says why nothing is done", muster.Cluster("east").Get,
            static c => c.Problem?.Contains("'east'", StringComparison.Ordinal) == true, context: muster.Tail);
        Assert.Contains(another ? "was wiped or replaced" : "was rolled back", cluster.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => muster.SubmitAsync(Gang.Of("late")));
        Assert.Null(Assert.Single(muster.Fleet.ReadRuns()).Ended);
    }

    [Fact]
    public async Task CutOff_AfterAGangsPodsWereCreated_NoneStartsUntilItAnswersAgain()
    {
        CutOffLedger ledger = null!;
        await using var muster = await GrainCluster.StartAsync(new() { Ledger = l => ledger = new CutOffLedger(l) });
        ledger.IsCut = () => muster.Fleet.Simulated.Cluster("east").List().Pods.Length > 0;
        await muster.SubmitAsync(Gang.Of("job", pods: 3));
        await Poll.UntilAsync("its start was tried several times", () => Task.FromResult(ledger.Refused), static n => n >= 3, context: muster.Tail);
        var pods = await muster.Fleet.PodsAsync("east");
        Assert.Equal((3, true), (pods.Length, pods.All(static p => p.Phase == PodPhase.Unbound)));
        Assert.Empty(muster.Runs("job"));
        ledger.IsCut = static () => false;
        await muster.SucceedAsync("job");
        await muster.CheckNothingLeaksAsync();
    }

    // Several signs of life: whatever was tried again meanwhile has been.
    private static async Task BeatAsync(GrainCluster muster, params string[] clusters)
    {
        foreach (var cluster in clusters)
        {
            var from = TimeProvider.System.GetUtcNow();
            await Poll.UntilAsync($"{cluster} has been heard from for a while", muster.Cluster(cluster).Get,
                c => c.LastHeartbeat - from > TimeSpan.FromSeconds(2), context: muster.Tail);
        }
    }
}
