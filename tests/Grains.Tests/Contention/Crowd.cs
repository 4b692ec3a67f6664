using System.Globalization;
using Muster.Contracts;
using Muster.Silo;
using Orleans.Runtime;

namespace Muster.Grains.Tests;

/// <summary>Gangs that are in each other's way.</summary>
internal static class Crowd
{
    private static readonly string[] Trees = ["red", "green", "blue", "grey"];

    /// <summary>Three silos, two clusters of six nodes, four trees without quota that each plan on all nodes.</summary>
    public static GrainClusterOptions Options(int seed) => new()
    {
        Silos = 3,
        Seed = seed,
        Clusters = [("east", 6), ("west", 6)],
        Queues = [.. Trees.Select(static t => new QueueSpec { Name = t })],
        ResponseTimeout = TimeSpan.FromSeconds(2),
    };

    /// <summary>Submits as a client does that tries again until it has an answer.</summary>
    public static async Task<string[]> SubmitAsync(GrainCluster muster, int seed, int gangs)
    {
        var random = new Random(seed);
        var jobs = Enumerable.Range(0, gangs).Select(i => Gang
            .Of(string.Create(CultureInfo.InvariantCulture, $"gang-{i}"), pods: random.Next(1, 7), cpu: random.Next(2, 8).ToString(CultureInfo.InvariantCulture),
                duration: $"{random.Next(5, 60)}ms")
            .In(Trees[random.Next(Trees.Length)]).Priority(random.Next(3))).ToArray();
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (job, _) => await InsistAsync(muster, job));
        return [.. jobs.Select(static j => j.Metadata.Name)];
    }

    /// <summary>Waits until every one has ended well, then for quiet, and checks what must hold.</summary>
    public static async Task EndAsync(GrainCluster muster, string[] jobs)
    {
        foreach (var job in jobs)
        {
            var ended = await muster.EndAsync(job, TimeSpan.FromSeconds(60));
            Assert.Equal((JobState.Succeeded, 0), (ended.State, ended.Retries));
        }
        foreach (var cluster in MemberFleet.AreReal ? [] : new[] { "east", "west" })
        {
            var faults = muster.Fleet.Simulated.Faults(cluster);
            (faults.LostRequests, faults.LostReplies, faults.LostEvents) = (0, 0, 0);
        }
        await muster.CheckNothingLeaksAsync();
        muster.CheckInvariants();
        Assert.Empty(RunLedger.NeverRejected(muster.Fleet.ReadRuns()));
        Assert.True(muster.Audit.Commits >= jobs.Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{jobs.Length} gangs, {muster.Audit.Commits} commits, {muster.Fleet.ReadRuns().Length} runs");
    }

    private static Task<SubmitResult?> InsistAsync(GrainCluster muster, Job job) => Poll.UntilAsync($"{job.Id} is accepted", async () =>
    {
        try
        {
            return await muster.SubmitAsync(job, job.Metadata.Name);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or LedgerUnavailableException)
        {
            return null;
        }
    }, static r => r is not null);
}
