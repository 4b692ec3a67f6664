using Muster.Contracts;
using Muster.ControlPlane;

namespace Muster.Grains.Tests;

/// <summary>API servers that die, forget, and fall silent: what runs there runs on, and runs once.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class ApiServerDeathTests
{
    private static readonly (string, int)[] Two = [("east", 4), ("west", 2)];

    [Fact]
    public async Task ApiServer_KilledWhileGangsRunAndStart_EveryGangRunsOnce()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Two });
        var running = Many("running", 4, pods: 2, duration: "5s");
        await SubmitAsync(muster, running);
        foreach (var job in running)
            await muster.UntilAsync(job.Metadata.Name, JobState.Running);
        var starting = Many("starting", 12, pods: 3, duration: "300ms");
        await SubmitAsync(muster, starting);
        await Poll.UntilAsync("some have begun to start", () => Task.FromResult(muster.Audit.Commits), n => n >= running.Length + 2, context: muster.Tail);
        await muster.Real("east").Plane.KillApiServerAsync();
        await muster.Real("east").Plane.StartApiServerAsync();
        await muster.RanOnceAsync([.. running, .. starting]);
        await muster.CheckNothingLeaksAsync();
        await muster.CheckEmptyAsync("east");
    }

    [Fact]
    public async Task ApiServer_ThatForgotWhatHappenedMeanwhile_ShowsItAllTheSame()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Two, MemberClusters = RealClusters.Patient });
        var (ending, running) = (Many("ending", 3, pods: 2, duration: "2s"), Many("running", 2, pods: 2, duration: "12s"));
        await SubmitAsync(muster, [.. ending, .. running]);
        foreach (var job in ending.Concat(running))
            await muster.UntilAsync(job.Metadata.Name, JobState.Running);
        var east = muster.Real("east").Plane;
        east.Proxy.Mode = ProxyMode.Refuse;
        await muster.EndedUnseenAsync([.. ending.Select(static j => j.Metadata.Name)]);
        await east.CompactAsync();
        east.Proxy.Mode = ProxyMode.Open;
        await muster.RanOnceAsync([.. ending, .. running]);
        await muster.CheckNothingLeaksAsync();
        await muster.CheckEmptyAsync("east");
    }

    [Fact]
    public async Task Watches_ThatSayNothing_AreReplacedAndNothingIsMissed()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Two, MemberClusters = RealClusters.Patient, WatchIdle = TimeSpan.FromSeconds(2) });
        var (ending, running) = (Many("ending", 3, pods: 2, duration: "2s"), Many("running", 2, pods: 2, duration: "8s"));
        await SubmitAsync(muster, [.. ending, .. running]);
        foreach (var job in ending.Concat(running))
            await muster.UntilAsync(job.Metadata.Name, JobState.Running);
        var begin = TimeProvider.System.GetTimestamp();
        var east = muster.Real("east").Plane;
        east.Proxy.Mode = ProxyMode.BlackHole;
        await muster.EndedUnseenAsync([.. ending.Select(static j => j.Metadata.Name)]);
        await Poll.UntilAsync("watches were found dead", () => Task.FromResult(TimeProvider.System.GetElapsedTime(begin)), static t => t > TimeSpan.FromSeconds(3));
        Assert.All(ending, j => Assert.Equal(JobState.Running, muster.RecordAsync(j.Metadata.Name).Result.State));
        east.Proxy.Mode = ProxyMode.Open;
        await muster.RanOnceAsync([.. ending, .. running]);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Watches_ThatSayNothingUntilTheClusterIsLost_HoldJobsStay()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Two, WatchIdle = TimeSpan.FromSeconds(2) });
        var (ending, running) = (Many("ending", 2, pods: 2, duration: "2s"), Many("running", 2, pods: 2, duration: "10s"));
        await SubmitAsync(muster, [.. ending, .. running]);
        foreach (var job in ending.Concat(running))
            await muster.UntilAsync(job.Metadata.Name, JobState.Running);
        muster.Fleet.Hang("east");
        await muster.HealthAsync("east", ClusterHealth.Lost);
        await muster.EndedUnseenAsync([.. ending.Select(static j => j.Metadata.Name)]);
        foreach (var job in ending)
            Assert.Equal(JobState.Running, (await muster.RecordAsync(job.Metadata.Name)).State);
        muster.Fleet.ResumeHeartbeats("east");
        await muster.RanOnceAsync([.. ending, .. running]);
        await muster.CheckNothingLeaksAsync();
    }

    private static Job[] Many(string name, int count, int pods, string duration) =>
        [.. Enumerable.Range(1, count).Select(i => Gang.Of($"{name}-{i}", pods, duration: duration).On("east"))];

    private static async Task SubmitAsync(GrainCluster muster, Job[] jobs)
    {
        foreach (var job in jobs)
            await muster.SubmitAsync(job);
    }
}
