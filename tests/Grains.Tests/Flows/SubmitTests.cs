using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>What is accepted, what is refused, and what is the same.</summary>
[Trait("Clusters", "Any")]
public sealed class SubmitTests
{
    // At the door, not when somebody's patience has run out: a grain's is 10 s.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Submit_AnUnknownQueue_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync();
        await RefusedSoonAsync<QueueNotFoundException>(muster, Gang.Of("a").In("nowhere"));
        await Assert.ThrowsAsync<JobNotFoundException>(muster.Job("a").Get);
    }

    [Fact]
    public async Task Submit_AnInnerQueue_IsRefusedWithItsLeaves()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Queues = [new() { Name = "research" }, new() { Name = "team-a", Parent = "research" }, new() { Name = "team-b", Parent = "research" }],
        });
        var refusal = await RefusedSoonAsync<InvalidRequestException>(muster, Gang.Of("a").In("research"));
        Assert.Contains("team-a, team-b", Assert.Single(refusal.Errors).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_MoreThanTheFleetHas_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync();
        await SettledAsync(muster);
        foreach (var job in new[] { Gang.Of("many", pods: 5, cpu: "6"), Gang.Of("large", cpu: "9"), Gang.Of("nowhere", nodeSelector: ("disk", "ssd")) })
        {
            var refusal = await RefusedSoonAsync<UnsatisfiableJobException>(muster, job);
            Assert.Equal(ReasonCode.ExceedsFleet, refusal.Reason!.Code);
            Assert.Contains("east", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Submit_MoreThanTheQueueMayEverHave_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Queues = [Quotas.Queue("default", cpu: 4)] });
        var refusal = await RefusedSoonAsync<UnsatisfiableJobException>(muster, Gang.Of("greedy", pods: 5));
        Assert.Equal(ReasonCode.ExceedsMaxQuota, refusal.Reason!.Code);
        await muster.SubmitAsync(Gang.Of("modest", pods: 4));
        await muster.SucceedAsync("modest");
    }

    [Fact]
    public async Task Submit_NotWellFormed_NamesTheField()
    {
        await using var muster = await GrainCluster.StartAsync();
        var refusal = await RefusedSoonAsync<InvalidRequestException>(muster, Gang.Of("a", pods: 0));
        Assert.Contains(refusal.Errors, static e => e.Field.Contains("count", StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidRequestException>(() => muster.SubmitAsync(Gang.Of("a"), token: "two words"));
        await Assert.ThrowsAsync<InvalidRequestException>(() => muster.SubmitAsync(Gang.Of("a"), token: ""));
    }

    [Fact]
    public async Task Submit_TheSameTokenAgain_IsTheSameJob()
    {
        await using var muster = await GrainCluster.StartAsync();
        var first = await muster.SubmitAsync(Gang.Of("once"), "token");
        var again = await muster.SubmitAsync(Gang.Of("once"), "token");
        Assert.Equal((true, false), (first.Created, again.Created));
        Assert.Equal(first.Job.Metadata.Uid, again.Job.Metadata.Uid);
        await muster.SucceedAsync("once");
        var late = await muster.SubmitAsync(Gang.Of("once"), "token");
        Assert.Equal((false, JobState.Succeeded), (late.Created, late.Job.Status!.State));
        Assert.Single(muster.Runs("once"));
    }

    [Fact]
    public async Task Submit_TheSameTokenByManyAtOnce_IsOneJob()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Silos = 2 });
        for (var round = 0; round < 10; round++)
        {
            var name = $"once-{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => muster.SubmitAsync(Gang.Of(name), name)));
            Assert.Single(results, static r => r.Created);
            Assert.Single(results.Select(static r => r.Job.Metadata.Uid).Distinct());
        }
        for (var round = 0; round < 10; round++)
        {
            await muster.SucceedAsync($"once-{round}");
            Assert.Single(muster.Runs($"once-{round}"));
        }
    }

    [Fact]
    public async Task Submit_TheSameTokenForTwoNamesAtOnce_IsOneJob()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Silos = 2 });
        async Task<string?> Try(string name)
        {
            try
            {
                return (await muster.SubmitAsync(Gang.Of(name), "token")).Job.Metadata.Name;
            }
            catch (SubmissionConflictException)
            {
                return null;
            }
        }
        var accepted = await Task.WhenAll(Try("one"), Try("two"));
        var winner = Assert.Single(accepted, static n => n is not null);
        await muster.SucceedAsync(winner!);
    }

    [Fact]
    public async Task Submit_TheSameTokenAfterARestart_IsTheSameJob()
    {
        await using var muster = await GrainCluster.StartAsync();
        var first = await muster.SubmitAsync(Gang.Of("once", duration: "1h"), "token");
        await muster.RestartAsync();
        var again = await muster.SubmitAsync(Gang.Of("once", duration: "1h"), "token");
        Assert.Equal((false, first.Job.Metadata.Uid), (again.Created, again.Job.Metadata.Uid));
        await Assert.ThrowsAsync<SubmissionConflictException>(() => muster.SubmitAsync(Gang.Of("once", pods: 2), "token"));
        await muster.FinishAsync("once");
        Assert.Single(muster.Runs("once"));
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Submit_TheSameTokenAfterTheFleetShrank_IsTheSameJob()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("wide", pods: 4, cpu: "6"), "token");
        await muster.SucceedAsync("wide");
        await muster.Fleet.LoseNodeAsync("east", "east-01");
        await Poll.UntilAsync("the fleet is too small now", async () =>
        {
            try
            {
                return (await muster.SubmitAsync(Gang.Of("wide-" + Guid.NewGuid().ToString("N")[..8], pods: 4, cpu: "5"))).Created;
            }
            catch (UnsatisfiableJobException)
            {
                return false;
            }
        }, static created => !created);
        var again = await Poll.UntilAsync("the verdict on the first one is out of date", async () =>
        {
            try
            {
                await muster.SubmitAsync(Gang.Of("other", pods: 4, cpu: "6"));
                await muster.Job("other").Cancel();
                return null;
            }
            catch (UnsatisfiableJobException)
            {
                return await muster.SubmitAsync(Gang.Of("wide", pods: 4, cpu: "6"), "token");
            }
            catch (JobAlreadyExistsException)
            {
                if ((await muster.RecordAsync("other")).State.IsFinal())
                    await muster.Job("other").Delete();
                return null;
            }
        }, static r => r is not null);
        Assert.False(again!.Created);
    }

    [Fact]
    public async Task Submit_TheSameTokenWithAnotherBody_IsAConflict()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("once"), "token");
        await Assert.ThrowsAsync<SubmissionConflictException>(() => muster.SubmitAsync(Gang.Of("once", pods: 2), "token"));
        await Assert.ThrowsAsync<SubmissionConflictException>(() => muster.SubmitAsync(Gang.Of("other"), "token"));
        await muster.SucceedAsync("once");
    }

    [Fact]
    public async Task Submit_ATakenName_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("taken"));
        await Assert.ThrowsAsync<JobAlreadyExistsException>(() => muster.SubmitAsync(Gang.Of("taken")));
        await muster.SucceedAsync("taken");
        Assert.Single(muster.Runs("taken"));
    }

    [Fact]
    public async Task Delete_ARunningJob_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h"));
        await muster.UntilAsync("runs", JobState.Running);
        await Assert.ThrowsAsync<JobStateException>(() => muster.Job("runs").Delete());
        await muster.FinishAsync("runs");
        await muster.Job("runs").Delete();
        await Assert.ThrowsAsync<JobNotFoundException>(muster.Job("runs").Get);
        await Assert.ThrowsAsync<JobNotFoundException>(() => muster.Job("runs").Delete());
        await Assert.ThrowsAsync<JobNotFoundException>(muster.Job("runs").Explain);
        await Assert.ThrowsAsync<JobNotFoundException>(() => muster.Job("runs").Cancel());
    }

    [Fact]
    public async Task Submit_TheNameOfADeletedJob_RunsAnew()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 1)] });
        for (var round = 0; round < 3; round++)
        {
            await muster.SubmitAsync(Gang.Of("again", pods: 2));
            await muster.SucceedAsync("again");
            await muster.Job("again").Delete();
            // Whoever remembers the old attempts in memory, and whoever does not, has to do with the new ones.
            if (round == 1)
                await muster.RestartAsync();
        }
        Assert.Equal(6, muster.Runs("again").Length);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Submit_TheTokenOfADeletedJob_IsAConflict()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("gone"), "token");
        await muster.SucceedAsync("gone");
        await muster.Job("gone").Delete();
        await Assert.ThrowsAsync<SubmissionConflictException>(() => muster.SubmitAsync(Gang.Of("gone"), "token"));
        Assert.Single(muster.Runs("gone"));
    }

    // What its root has not seen yet, a queue cannot refuse.
    private static async Task SettledAsync(GrainCluster muster)
    {
        await muster.SubmitAsync(Gang.Of("probe"));
        await muster.SucceedAsync("probe");
    }

    private static async Task<T> RefusedSoonAsync<T>(GrainCluster muster, Job job)
        where T : MusterException
    {
        var begin = TimeProvider.System.GetTimestamp();
        var refusal = await Assert.ThrowsAsync<T>(() => muster.SubmitAsync(job));
        var took = TimeProvider.System.GetElapsedTime(begin);
        TestContext.Current.TestOutputHelper?.WriteLine($"refused within {took.TotalMilliseconds:0.0} ms: {refusal.Message}");
        Assert.InRange(took, TimeSpan.Zero, Soon);
        return refusal;
    }
}
