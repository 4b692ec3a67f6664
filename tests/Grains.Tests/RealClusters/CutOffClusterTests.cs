using System.Diagnostics;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>A cluster that is cut off with many gangs on it.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class CutOffClusterTests
{
    private const int Gangs = 10;

    [Fact]
    public async Task CutOff_WithGangsOnIt_EagerOnesMoveAndHoldOnesStayAndNothingSupersededOutlivesTheHeal()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 6), ("north", 1), ("west", 4)] });
        await muster.SubmitAsync(Gang.Of("blocker", pods: 4, cpu: "8", duration: "1h").On("west"));
        await muster.UntilAsync("blocker", JobState.Running);
        var (eager, hold) = (Many("eager", "1h").Select(static j => j.Eager()).ToArray(), Many("hold", "15s"));
        foreach (var job in eager.Concat(hold))
            await muster.SubmitAsync(job);
        foreach (var job in eager.Concat(hold))
            Assert.Equal("east", (await muster.UntilAsync(job.Metadata.Name, JobState.Running)).Placement!.Cluster.Value);
        await muster.Job("blocker").Cancel();
        await muster.EndAsync("blocker");

        muster.Fleet.StopHeartbeats("east");
        await muster.HealthAsync("east", ClusterHealth.Lost);
        var clock = Stopwatch.StartNew();
        foreach (var job in eager)
            await muster.UntilAsync(job.Metadata.Name, "runs elsewhere", static r => r is { State: JobState.Running, Runs: 2 } && r.Placement!.Cluster.Value == "west");
        Say($"All {Gangs} eager gangs ran elsewhere {clock.Elapsed.TotalSeconds:0.0} s after the cluster was lost");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        foreach (var job in hold)
            Assert.Equal((JobState.Running, 1), ((await muster.RecordAsync(job.Metadata.Name)).State, (await muster.RecordAsync(job.Metadata.Name)).Runs));

        clock.Restart();
        muster.Fleet.ResumeHeartbeats("east");
        await Poll.UntilAsync("no superseded pod lives", () => Task.FromResult(eager.SelectMany(j => muster.Runs(j.Metadata.Name)).Count(static r => r.Cluster == "east" && r.Ended is null)),
            static n => n == 0, TimeSpan.FromSeconds(60), muster.Tail);
        Say($"The last superseded pod ended {clock.Elapsed.TotalSeconds:0.0} s after the heal");
        await muster.ReadyAsync("east");
        await muster.RanOnceAsync(hold);
        foreach (var job in eager)
        {
            Assert.Equal((2, 0), ((await muster.RecordAsync(job.Metadata.Name)).Runs, (await muster.RecordAsync(job.Metadata.Name)).Retries));
            await muster.Job(job.Metadata.Name).Cancel();
            await muster.EndAsync(job.Metadata.Name);
        }
        await muster.CheckNothingLeaksAsync();
        await muster.CheckEmptyAsync("east", "north", "west");
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    private static Job[] Many(string name, string duration) =>
        [.. Enumerable.Range(1, Gangs).Select(i => Gang.Of(string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"), pods: 2, duration: duration).On("east", "west"))];
}
