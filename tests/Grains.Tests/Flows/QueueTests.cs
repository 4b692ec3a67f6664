using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>Quota, shares, order and explanations.</summary>
[Trait("Clusters", "Any")]
public sealed class QueueTests
{
    [Fact]
    public async Task Quota_WhileAJobRuns_IsChargedAndThenGivenBack()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Queues = [Quotas.Queue("default", cpu: 6)] });
        await muster.SubmitAsync(Gang.Of("first", pods: 4, duration: "1h"));
        await muster.UntilAsync("first", JobState.Running);
        var queue = await muster.Queue().Get();
        Assert.Equal((4, 1), (queue.Cpus(), queue.Admitted));
        await muster.SubmitAsync(Gang.Of("second", pods: 4));
        var explanation = await Poll.UntilAsync("it waits for quota", muster.Job("second").Explain, static e => e.Reason?.Code == ReasonCode.WaitingForQuota, context: muster.Tail);
        Assert.False(explanation.FitsIfFirst);
        muster.Fleet.Finish("first");
        await muster.SucceedAsync("first", "second");
        Assert.True(muster.Runs("second").Min(static r => r.Bound) >= muster.Runs("first").Max(static r => r.Ended));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Borrow_WhatASiblingDoesNotUse_UpToTheLimit()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Queues =
            [
                new() { Name = "all" }, Quotas.Queue("team-a", cpu: 4, parent: "all", borrow: 4), Quotas.Queue("team-b", cpu: 8, parent: "all"),
            ],
        });
        // What its root has not seen yet, a queue cannot refuse.
        await muster.SubmitAsync(Gang.Of("probe").In("team-a"));
        await muster.SucceedAsync("probe");
        var refusal = await Assert.ThrowsAsync<UnsatisfiableJobException>(() => muster.SubmitAsync(Gang.Of("too-much", pods: 9).In("team-a")));
        Assert.Equal(ReasonCode.ExceedsMaxQuota, refusal.Reason!.Code);
        await muster.SubmitAsync(Gang.Of("borrows", pods: 8, duration: "1h").In("team-a"));
        await muster.UntilAsync("borrows", JobState.Running);
        await muster.SubmitAsync(Gang.Of("waits", pods: 1).In("team-a"));
        await Poll.UntilAsync("the limit holds", muster.Job("waits").Explain, static e => e.Reason?.Code == ReasonCode.WaitingForQuota, context: muster.Tail);
        muster.Fleet.Finish("borrows");
        await muster.SucceedAsync("borrows", "waits");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Share_OfTwoQueuesThatBothWait_FollowsTheirWeights()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Clusters = [("east", 1)],
            Cpu = "6",
            Queues = [Quotas.Queue("all", cpu: 6), Quotas.Queue("heavy", cpu: 0, parent: "all", weight: 2), Quotas.Queue("light", cpu: 0, parent: "all")],
        });
        await muster.SubmitAsync(Gang.Of("blocker", pods: 6, duration: "1h").In("light"));
        await muster.UntilAsync("blocker", JobState.Running);
        for (var i = 0; i < 6; i++)
        {
            await muster.SubmitAsync(Gang.Of($"light-{i}", duration: "1h").In("light"));
            await muster.SubmitAsync(Gang.Of($"heavy-{i}", duration: "1h").In("heavy"));
        }
        for (var i = 0; i < 6; i++)
            foreach (var job in (string[])[$"light-{i}", $"heavy-{i}"])
                await Poll.UntilAsync($"{job} is known to wait", muster.Job(job).Explain, static e => e.Reason is { Code: not ReasonCode.PendingEvaluation }, context: muster.Tail);
        muster.Fleet.Finish("blocker");
        await muster.SucceedAsync("blocker");
        var heavy = await Poll.UntilAsync("six CPUs are shared out", async () => (await muster.Queue("heavy").Get(), await muster.Queue("light").Get()),
            static q => q.Item1.Admitted + q.Item2.Admitted == 6, context: muster.Tail); // the blocker alone has six CPUs, too
        Assert.Equal((4, 2), (heavy.Item1.Cpus(), heavy.Item2.Cpus()));
    }

    [Fact]
    public async Task Order_OfWaitingJobs_IsPriorityThenAge()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 1)] });
        await muster.SubmitAsync(Gang.Of("blocker", cpu: "8", duration: "1h"));
        await muster.UntilAsync("blocker", JobState.Running);
        (string Name, int Priority)[] jobs = [("a", 0), ("b", 5), ("c", 0), ("d", 10), ("e", 5)];
        foreach (var (name, priority) in jobs)
            await muster.SubmitAsync(Gang.Of(name, cpu: "8", duration: "20ms").Priority(priority));
        string[] order = ["d", "b", "e", "a", "c"];
        for (var i = 0; i < order.Length; i++)
        {
            var explanation = await Poll.UntilAsync($"{order[i]} is explained", muster.Job(order[i]).Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
            Assert.Equal((i + 1, 5), (explanation.Position, explanation.Pending));
        }
        muster.Fleet.Finish("blocker");
        await muster.SucceedAsync(order);
        Assert.Equal(order, muster.Fleet.ReadRuns().Where(static r => r.Job.Name != "blocker").OrderBy(static r => r.Started).Select(static r => r.Job.Name));
    }

    [Theory]
    [InlineData(QueueStrategy.StrictFifo)]
    [InlineData(QueueStrategy.BestEffortFifo)]
    public async Task BlockedHead_BySmallerJobs_IsPassedOnlyWithoutStrictOrder(QueueStrategy strategy)
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2)], Queues = [Quotas.Queue("default", cpu: 100, strategy: strategy)] });
        await muster.SubmitAsync(Gang.Of("holder", cpu: "8", duration: "1h"));
        await muster.UntilAsync("holder", JobState.Running);
        await muster.SubmitAsync(Gang.Of("head", pods: 2, cpu: "8"));
        await Poll.UntilAsync("the head waits", muster.Job("head").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        await muster.SubmitAsync(Gang.Of("small", cpu: "1", duration: "10ms"));
        if (strategy == QueueStrategy.StrictFifo)
            await Poll.UntilAsync("the small one waits behind", muster.Job("small").Explain, static e => e.Reason?.Code == ReasonCode.BehindBlockedHead, context: muster.Tail);
        else
            await muster.SucceedAsync("small");
        muster.Fleet.Finish("holder");
        await muster.SucceedAsync("holder", "head", "small");
        var passed = muster.Runs("small")[0].Started < muster.Runs("holder")[0].Ended;
        Assert.Equal(strategy == QueueStrategy.BestEffortFifo, passed);
    }

    [Fact]
    public async Task Explain_AWaitingGang_SaysWhatEachClusterLacks()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2)] });
        await muster.SubmitAsync(Gang.Of("holder-e", pods: 2, cpu: "6", duration: "1h").On("east"));
        await muster.SubmitAsync(Gang.Of("holder-w", cpu: "6", duration: "1h").On("west"));
        await muster.UntilAsync("holder-e", JobState.Running);
        await muster.UntilAsync("holder-w", JobState.Running);
        await muster.SubmitAsync(Gang.Of("waits", pods: 2, cpu: "6"));
        var explanation = await Poll.UntilAsync("it is explained", muster.Job("waits").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        Assert.Equal(["east", "west"], explanation.Clusters.Select(static c => c.Cluster.Value));
        Assert.All(explanation.Clusters, static c => Assert.False(c.Fits));
        Assert.All(explanation.Clusters, static c => Assert.NotEmpty(c.Message));
        Assert.Contains("1 of 2", explanation.Clusters[1].Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, JobState.Queued), (explanation.Position, explanation.Pending, explanation.State));
        Assert.InRange(explanation.Since, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        muster.Fleet.Finish("holder-e");
        muster.Fleet.Finish("holder-w");
        await muster.SucceedAsync("waits");
        Assert.Equal(JobState.Succeeded, (await muster.Job("waits").Explain()).State);
    }

    [Fact]
    public async Task Quota_UnderManyJobsAtOnce_IsNeverExceeded()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Silos = 2, Clusters = [("east", 8)], Queues = [Quotas.Queue("default", cpu: 7)] });
        var jobs = Enumerable.Range(0, 40).Select(static i => Gang.Of($"job-{i}", pods: 1 + i % 3, duration: "20ms")).ToArray();
        await Task.WhenAll(jobs.Select(j => muster.SubmitAsync(j)));
        foreach (var job in jobs)
            await muster.SucceedAsync(job.Metadata.Name);
        // Charged from admission to the end, which is longer than a pod holds its place.
        var steps = muster.Fleet.ReadRuns().SelectMany(static r => new[] { (At: r.Bound, Cpus: 1), (At: r.Ended!.Value, Cpus: -1) }).OrderBy(static s => s.At).ThenBy(static s => s.Cpus);
        var used = 0;
        Assert.All(steps, s => Assert.InRange(used += s.Cpus, 0, 7));
        await muster.CheckNothingLeaksAsync();
    }
}
