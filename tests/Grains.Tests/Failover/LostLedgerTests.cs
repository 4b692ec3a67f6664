using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>A ledger that is not what it was any more, and one that cannot be reached.</summary>
public sealed class LostLedgerTests
{
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
        Assert.Equal(1, muster.Fleet.ReadRuns().Length);
    }

    [Fact]
    public async Task CutOff_AfterAGangWasCommitted_NoPodStartsUntilItAnswersAgain()
    {
        CutOffLedger ledger = null!;
        await using var muster = await GrainCluster.StartAsync(new() { Ledger = l => ledger = new CutOffLedger(l) });
        muster.Fleet.Simulated.Faults("east").CreationRefusal = new ClusterUnreachableException("It is busy (scripted).");
        await muster.SubmitAsync(Gang.Of("job", pods: 3));
        await muster.UntilAsync("job", "is committed", static r => r.State.HoldsPlaces());
        ledger.IsCut = true;
        muster.Fleet.Simulated.Faults("east").CreationRefusal = null;
        await Poll.UntilAsync("its start was tried several times", () => Task.FromResult(ledger.Refused), static n => n >= 3, context: muster.Tail);
        var pods = await muster.Fleet.PodsAsync("east");
        Assert.Equal((3, true), (pods.Length, pods.All(static p => p.Phase == PodPhase.Unbound)));
        Assert.Empty(muster.Runs("job"));
        ledger.IsCut = false;
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
