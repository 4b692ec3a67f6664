using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Clusters that will not have a gang's pods.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Refused_ForAReasonOfTheClusters_WaitsLongerEachTimeAndSaysWhy()
    {
        await using var muster = await GrainCluster.StartAsync();
        muster.Fleet.Simulated.Faults("east").CreationRefusal = new BindingRefusedException("namespaces \"default\" not found");
        await muster.SubmitAsync(Gang.Of("job", pods: 2));
        var explanation = await Poll.UntilAsync("it waits after a second try", muster.Job("job").Explain,
            static e => e.Reason is { Code: ReasonCode.BackingOff } r && r.Message.Contains("(try 2)", StringComparison.Ordinal), context: muster.Tail);
        Assert.Contains("cluster east refused it: namespaces \"default\" not found", explanation.Reason!.Message, StringComparison.Ordinal);
        var waiting = await muster.UntilAsync("job", "waits after a further try", static r => r is { State: JobState.Queued, Runs: >= 2, NotBefore: not null });
        Assert.Equal((0, ReasonCode.PodRejected), (waiting.Retries, waiting.Reason!.Code));
        Assert.True(waiting.NotBefore - waiting.Since <= TimeSpan.FromSeconds(Math.Pow(2, waiting.Runs - 2)));
        muster.Fleet.Simulated.Faults("east").CreationRefusal = null;
        await muster.SucceedAsync("job");
        await muster.CheckNothingLeaksAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Refused_BecauseThePodsAreWrong_IsChargedAndFails(int retries)
    {
        await using var muster = await GrainCluster.StartAsync();
        muster.Fleet.Simulated.Faults("east").CreationRefusal = new InvalidRequestException("spec.containers[0].image", "is required", "name an image");
        await muster.SubmitAsync(Gang.Of("job").Retry(retries));
        var ended = await muster.EndAsync("job");
        Assert.Equal((JobState.Failed, ReasonCode.PodRejected, retries + 1, retries), (ended.State, ended.Reason!.Code, ended.Runs, ended.Retries));
        Assert.Contains("spec.containers[0].image", ended.Reason.Message, StringComparison.Ordinal);
        Assert.Empty(muster.Runs("job"));
        await muster.CheckNothingLeaksAsync();
    }
}
