using System.Globalization;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Silos that die at some write to a real cluster, each time at another one.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class SiloKilledBetweenWritesTests
{
    private const int Kills = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Silo_KilledAtSomeWrite_StartsNoPodInVainAndLeavesNothingBehind(int seed)
    {
        var random = new Random(seed);
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 4)] });
        var east = ((RealFleet)muster.Fleet).Member("east");
        var jobs = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var fuse = new Fuse();
            east.Reopen(fuse);
            await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
            fuse.Arm(random.Next(1, 25), arrives: random.Next(2) == 0);
            for (var i = 0; !fuse.Blown.IsCompleted; i++)
            {
                var job = string.Create(CultureInfo.InvariantCulture, $"gang-{kill}-{i}");
                await muster.SubmitAsync(Gang.Of(job, pods: random.Next(1, 5), duration: $"{random.Next(5, 400)}ms"));
                jobs.Add(job);
                await Poll.UntilAsync($"{job} ends or the silo dies", () => muster.RecordAsync(job), r => r.State.IsFinal() || fuse.Blown.IsCompleted, context: muster.Tail);
            }
        }
        east.Reopen(new Fuse());
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        await muster.SucceedAsync([.. jobs]);
        await muster.CheckNothingLeaksAsync();
        await Poll.UntilAsync("nothing is left in the cluster", east.LeftAsync, static left => left.Length == 0, TimeSpan.FromSeconds(60), muster.Tail);
        foreach (var job in jobs)
            await CheckStartsAsync(muster, job);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {jobs.Count} gangs, {muster.Fleet.ReadRuns().Length} runs");
    }

    // Every pod started while its attempt was the one that held the job's places.
    private static async Task CheckStartsAsync(GrainCluster muster, string job)
    {
        var changes = await muster.Ledger.ReadChangesAsync(0, new JobId("default", job), Muster.Ledger.ILedger.MaxChangesPage);
        foreach (var run in muster.Runs(job).Where(static r => r.Started is not null))
        {
            var before = changes.LastOrDefault(c => c.At <= run.Started);
            Assert.True(before is not null && before.To.HoldsPlaces() && before.Attempt == run.Attempt.ToString(), $"{run.Pod} started at {run.Started:O}, after {before}");
        }
    }
}
