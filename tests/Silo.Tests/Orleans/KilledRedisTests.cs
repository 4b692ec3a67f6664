namespace Muster.Silo.Tests;

/// <summary>Redis dies while submissions are under way, and is started again on what it had written.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class KilledRedisTests
{
    private const int Kills = 3;
    private const int MostGangs = 2_000;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Redis_KilledUnderLoadAndStartedAgain_HasLostNothingThatWasAnswered()
    {
        await using var site = await Site.StartAsync();
        using var enough = new CancellationTokenSource();
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, enough.Token);
        await site.FlowsAsync();
        var (kills, outages) = (new List<DateTimeOffset>(), new List<TimeSpan>());
        for (var i = 0; i < Kills; i++)
        {
            await Pause.ForAsync(BetweenKills);
            kills.Add(TimeProvider.System.GetUtcNow());
            site.Redis.Kill();
            await Pause.ForAsync(Down);
            site.Redis.Restart();
            outages.Add(await AcceptsAsync(site));
        }
        await enough.CancelAsync();
        await load;
        await site.CheckAsync();
        Assert.All(outages, static o => Assert.True(o < Bound, $"the outage was {o}"));
        await site.TellAsync($"submissions were accepted {string.Join(", ", outages.Select(static o => $"{o.TotalSeconds:0.0} s"))} after Redis answered again", kills);
    }

    private static Task<TimeSpan> AcceptsAsync(Site site)
    {
        var begin = TimeProvider.System.GetUtcNow();
        return Poll.UntilAsync(() => Task.FromResult(site.Load.Accepted.Any(a => a.At > begin) ? null : $"nothing is accepted"), Bound, site.Silos.Outputs);
    }
}
