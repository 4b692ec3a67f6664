using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>From submission to the end.</summary>
public sealed class GangFlowTests
{
    [Fact]
    public async Task Submit_AGang_RunsWholeAndEnds()
    {
        await using var muster = await GrainCluster.StartAsync();
        var result = await muster.SubmitAsync(Gang.Of("train", pods: 4, cpu: "6"));
        Assert.True(result.Created);
        Assert.Equal(JobState.Queued, result.Job.Status!.State);
        await muster.SucceedAsync("train");
        var runs = muster.Runs("train");
        Assert.Equal(4, runs.Length);
        Assert.Equal(4, runs.Select(static r => r.Node).Distinct().Count());
        Assert.All(runs, static r => Assert.Equal(RunEnding.Succeeded, r.Ending));
        Assert.Equal(
            [JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting, JobState.Running, JobState.Succeeded], await muster.StatesAsync("train"));
        await muster.CheckNothingLeaksAsync();
    }
}
