using Microsoft.Extensions.DependencyInjection;
using Muster.Contracts;
using Muster.Silo;
using Orleans;
using Orleans.Runtime;

namespace Muster.Grains.Tests;

/// <summary>Clusters that answer, and are closed to us or are others than they were.</summary>
public sealed class TroubleTests
{
    private static readonly GrainClusterOptions Three = new() { Clusters = [("east", 2), ("north", 2), ("west", 2)] };

    [Fact]
    public async Task Unauthorized_ForLongerThanTheLimit_TakesNoWorkAndMovesNobody()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager", pods: 2, duration: "1h").On("east").Eager());
        var before = await muster.UntilAsync("eager", JobState.Running);
        muster.Fleet.Simulated.Faults("east").Partition = PartitionMode.Unauthorized;
        await muster.HealthAsync("east", ClusterHealth.Unauthorized);
        var snapshot = await muster.Cluster("east").Get();
        Assert.Contains("401", snapshot.Problem, StringComparison.Ordinal);
        Assert.Contains("does not let Muster in", (await muster.Job("eager").Explain()).Reason!.Message, StringComparison.Ordinal);
        await muster.SubmitAsync(Gang.Of("waits").On("east"));
        muster.Fleet.Finish("eager");
        await Poll.UntilAsync("its pods have ended unseen", () => Task.FromResult(muster.Runs("eager")), static r => r.All(static run => run.Ended is not null));
        Assert.Equal(ClusterHealth.Unauthorized, (await muster.Cluster("east").Get()).Health);
        Assert.Equal((JobState.Running, before.Attempt), ((await muster.RecordAsync("eager")).State, before.Attempt));
        Assert.Empty(muster.Runs("waits"));
        muster.Fleet.ResumeHeartbeats("east");
        await muster.SucceedAsync("eager", "waits");
        Assert.Equal(1, (await muster.RecordAsync("eager")).Runs);
        Assert.Null((await muster.Cluster("east").Get()).Problem);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Replaced_EagerJobsMoveAndHoldJobsWaitUntilItIsAccepted()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager", duration: "1h").On("east").Eager());
        await muster.SubmitAsync(Gang.Of("hold", pods: 2, duration: "1h").On("east"));
        var held = await muster.UntilAsync("hold", JobState.Running);
        await muster.UntilAsync("eager", JobState.Running);
        muster.Fleet.Simulated.Faults("east").Partition = PartitionMode.Replaced;
        await muster.HealthAsync("east", ClusterHealth.Replaced);
        await muster.UntilAsync("eager", "was given up there", static r => r.State == JobState.Queued);
        Assert.Equal((JobState.Running, held.Attempt), ((await muster.RecordAsync("hold")).State, held.Attempt));

        // What an operator accepts is empty: the old one is gone, with everything that ran there.
        foreach (var run in muster.Fleet.ReadRuns())
            await muster.Fleet.DeletePodAsync("east", run.Pod);
        await Poll.UntilAsync("it is empty", async () => (await muster.Fleet.PodsAsync("east")).Length, static n => n == 0);
        Assert.Equal((JobState.Running, held.Attempt), ((await muster.RecordAsync("hold")).State, held.Attempt));
        muster.Fleet.ResumeHeartbeats("east");
        await muster.FinishAsync("hold", "eager");
        Assert.Equal((2, 0), ((await muster.RecordAsync("hold")).Runs, (await muster.RecordAsync("hold")).Retries));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task GivenUp_WhileItsClusterIsWell_LeavesNoPodBehind()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager", pods: 2, duration: "1h").On("east").Eager());
        var before = await muster.UntilAsync("eager", JobState.Running);
        // What the cluster's grain said while it was lost comes late.
        await muster.Job("eager").ClusterLost(new("east"));
        await Poll.UntilAsync("the old pods are gone", () => Task.FromResult(muster.Runs("eager").Where(r => r.Attempt == before.Attempt)),
            static runs => runs.All(static r => r.Ended is not null), context: muster.Tail);
        await muster.Job("eager").Cancel();
        await muster.EndAsync("eager");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task StartTimeout_OfAJobWhoseSiloDied_GoesOn()
    {
        var limit = TimeSpan.FromSeconds(4);
        await using var muster = await GrainCluster.StartAsync(new() { Jobs = new() { StartTimeout = limit } });
        await muster.SubmitAsync(Gang.Of("slow", delay: "1h"));
        var starting = await muster.UntilAsync("slow", JobState.Starting);
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        var ended = await muster.EndAsync("slow");
        Assert.Equal((JobState.Failed, ReasonCode.StartTimeout), (ended.State, ended.Reason!.Code));
        Assert.True(ended.FinishedAt!.Value - starting.Since >= limit);
    }

    [Fact]
    public async Task Fleet_ThatDoesNotAnswer_KeepsNoClusterFromTakingWork()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Services = static services => services.AddSingleton<IIncomingGrainCallFilter, DeafFleet>() });
        await muster.SubmitAsync(Gang.Of("job"));
        await muster.SucceedAsync("job");
    }

    private sealed class DeafFleet : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) =>
            context.InterfaceMethod.Name == nameof(IFleetGrain.Report) ? throw new SiloUnavailableException("It died (scripted).") : context.Invoke();
    }
}
