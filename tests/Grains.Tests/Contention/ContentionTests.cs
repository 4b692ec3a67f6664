using System.Globalization;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Many gangs, from several trees that plan without knowing of each other, over the same few nodes.</summary>
[Trait("Category", "Slow")]
public sealed class ContentionTests
{
    [Theory, Trait("Clusters", "Any")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Gangs_OverTheSameNodes_AllEndAndNothingIsOverbooked(int seed)
    {
        await using var muster = await GrainCluster.StartAsync(Crowd.Options(seed));
        var jobs = await Crowd.SubmitAsync(muster, seed, gangs: 64);
        await Crowd.EndAsync(muster, jobs);
    }

    [Theory, Trait("Clusters", "Any")]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Silos_KilledAgainAndAgain_LoseNoGangAndRunNoneTwice(int seed)
    {
        await using var muster = await GrainCluster.StartAsync(Crowd.Options(seed));
        var random = new Random(seed);
        var submitting = Crowd.SubmitAsync(muster, seed, gangs: 64);
        for (var kill = 0; kill < 6; kill++)
        {
            var commits = muster.Audit.Commits + random.Next(2, 8);
            await Poll.UntilAsync($"{commits} gangs are committed, or all are in", () => Task.FromResult(muster.Audit.Commits),
                n => n >= commits || submitting.IsCompleted, context: muster.Tail);
            await muster.KillAndReplaceAsync(muster.Silos.Silos[random.Next(muster.Silos.Silos.Count)]);
        }
        await Crowd.EndAsync(muster, await submitting);
    }

    [Fact]
    public async Task Clusters_ThatAnswerBadly_DelayGangsAndLoseNone()
    {
        await using var muster = await GrainCluster.StartAsync(Crowd.Options(21));
        foreach (var cluster in new[] { "east", "west" })
        {
            var faults = muster.Fleet.Simulated.Faults(cluster);
            (faults.LostRequests, faults.LostReplies) = (0.1, 0.1);
            faults.Jitter = TimeSpan.FromMilliseconds(20);
        }
        var jobs = await Crowd.SubmitAsync(muster, 21, gangs: 40);
        await Crowd.EndAsync(muster, jobs);
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task OldestGang_AgainstAStreamOfSmallOnes_StartsInTheEnd()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Clusters = [("east", 4)],
            Queues = [new() { Name = "large" }, new() { Name = "small" }],
        });
        await muster.SubmitAsync(Gang.Of("first", pods: 4, cpu: "8", duration: "1h").In("small"));
        await muster.UntilAsync("first", JobState.Running);
        await muster.SubmitAsync(Gang.Of("large", pods: 4, cpu: "4").In("large"));
        for (var i = 0; i < 40; i++)
            await muster.SubmitAsync(Gang.Of(string.Create(CultureInfo.InvariantCulture, $"small-{i}"), cpu: "3", duration: "20ms").In("small"));
        muster.Fleet.Finish("first");
        await muster.SucceedAsync("large");
        for (var i = 0; i < 40; i++)
            await muster.SucceedAsync(string.Create(CultureInfo.InvariantCulture, $"small-{i}"));
        await muster.CheckNothingLeaksAsync();
    }
}
