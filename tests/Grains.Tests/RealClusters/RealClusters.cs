using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>What tests on real clusters share.</summary>
internal static class RealClusters
{
    /// <summary>A Muster that takes silence for nothing, so that only what follows the cluster can tell what happens there.</summary>
    public static MemberClusterOptions Patient => new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(20),
        SuspectAfter = TimeSpan.FromSeconds(5),
        LostAfter = TimeSpan.FromMinutes(5),
        BackAfter = TimeSpan.FromMilliseconds(100),
        ResyncInterval = TimeSpan.FromMilliseconds(200),
    };

    public static RealMember Real(this GrainCluster muster, string cluster) => ((RealFleet)muster.Fleet).Member(cluster);

    /// <summary>Waits until each pod that ran of these jobs has ended, by what the kubelets know.</summary>
    public static Task<ImmutableArray<RunRecord>> EndedUnseenAsync(this GrainCluster muster, params string[] jobs) => Poll.UntilAsync(
        $"the pods of {string.Join(", ", jobs)} have ended", () => Task.FromResult<ImmutableArray<RunRecord>>([.. jobs.SelectMany(j => muster.Runs(j))]),
        static runs => runs.All(static r => r.Ended is not null), context: muster.Tail);

    /// <summary>Jobs that succeeded at their first try, of which each pod ran once.</summary>
    public static async Task RanOnceAsync(this GrainCluster muster, params Job[] jobs)
    {
        foreach (var job in jobs)
        {
            var name = job.Metadata.Name;
            await muster.SucceedAsync(name);
            var record = await muster.RecordAsync(name);
            Assert.True(record is { Runs: 1, Retries: 0 }, $"{name}: {record.Runs} runs, {record.Retries} retries: {await muster.StoryAsync(name)}");
            Assert.Equal((name, job.Pods()), (name, muster.Runs(name).Length));
        }
    }

    /// <summary>What became of a job, step by step.</summary>
    public static async Task<string> StoryAsync(this GrainCluster muster, string job) => string.Join(
        "\n", (await muster.Ledger.ReadChangesAsync(0, new JobId("default", job), Muster.Ledger.ILedger.MaxChangesPage)).Select(static c => c.ToString()).Append(muster.Tail()));

    /// <summary>A gang that was torn down whole and ran again, at nobody's cost.</summary>
    public static async Task RanAgainForFreeAsync(this GrainCluster muster, Job job)
    {
        var name = job.Metadata.Name;
        await muster.SucceedAsync(name);
        var record = await muster.RecordAsync(name);
        Assert.Equal((2, 0), (record.Runs, record.Retries));
        var attempts = muster.Runs(name).GroupBy(static r => r.Attempt).OrderBy(static a => a.Key).ToArray();
        Assert.Equal(2, attempts.Length);
        Assert.Equal(job.Pods(), attempts[1].Count());
        Assert.All(attempts[0], static r => Assert.NotNull(r.Ended));
        Assert.True(attempts[0].Max(static r => r.Ended) <= attempts[1].Min(static r => r.Started));
    }

    /// <summary>At the first start of an attempt, each of its pods was bound.</summary>
    public static void CheckWhole(this GrainCluster muster, Job job)
    {
        foreach (var attempt in muster.Runs(job.Metadata.Name).GroupBy(static r => r.Attempt))
            if (attempt.Min(static r => r.Started) is { } first)
                Assert.Equal(job.Pods(), attempt.Count(r => r.Bound <= first));
    }

    /// <summary>Clusters hold nothing of this Muster's any more.</summary>
    public static async Task CheckEmptyAsync(this GrainCluster muster, params string[] clusters)
    {
        foreach (var cluster in clusters)
            await Poll.UntilAsync($"nothing is left in {cluster}", muster.Real(cluster).LeftAsync, static left => left.Length == 0, context: muster.Tail);
    }
}
