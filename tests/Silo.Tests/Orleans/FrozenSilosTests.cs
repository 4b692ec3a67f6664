using System.Text.RegularExpressions;

namespace Muster.Silo.Tests;

/// <summary>Silos that stand still for longer than the others wait, and go on as if nothing had happened: real duplicate activations.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed partial class FrozenSilosTests
{
    private const int MostGangs = 2_000;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What the others took over is at work when it comes back.
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Silo_FrozenUntilItsGrainsAreElsewhere_EndsWhenItGoesOnAndHasDoneNothingTwice()
    {
        await using var site = await Site.StartAsync(new SiteOptions { Settings = SiteOptions.QuickVotes });
        using var enough = new CancellationTokenSource();
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, enough.Token);
        var (freezes, votes, ends) = (new List<DateTimeOffset>(), new List<TimeSpan>(), new List<TimeSpan>());
        // Each one in turn: one of them has the grain of the cluster.
        for (var i = 0; i < site.Silos.Count; i++)
        {
            await GrainsAsync(site, i);
            freezes.Add(TimeProvider.System.GetUtcNow());
            await site.Silos[i].SignalAsync("STOP");
            votes.Add(await VotedOutAsync(site, i));
            await Pause.ForAsync(Longer);
            await site.Silos[i].SignalAsync("CONT");
            var begin = TimeProvider.System.GetTimestamp();
            Assert.NotEqual(0, await site.Silos[i].ExitAsync());
            ends.Add(TimeProvider.System.GetElapsedTime(begin));
            await site.Silos.RestartAsync(i);
        }
        await enough.CancelAsync();
        await load;
        await site.CheckAsync();
        await site.TellAsync($"frozen silos voted out after {Text(votes)}, ended {Text(ends)} after they went on", freezes);
    }

    private static Task<TimeSpan> GrainsAsync(Site site, int silo) => Poll.UntilAsync(async () =>
    {
        await site.Silos.RestartEndedAsync();
        var text = await site.Silos[silo].ReadAsync("metrics");
        return Activations().Count(text) > 0 ? null : $"silo {silo} has no grains";
    }, Patience);

    private static Task<TimeSpan> VotedOutAsync(Site site, int silo) => Poll.UntilAsync(
        () => Task.FromResult(site.IsMember(silo) ? $"silo {silo} is a member still" : null), Patience, site.Silos.Outputs);

    private static string Text(IEnumerable<TimeSpan> times) => string.Join(", ", times.Select(static t => $"{t.TotalSeconds:0.0} s"));

    [GeneratedRegex(@"^muster_silo_activations\{.*\} [1-9]", RegexOptions.Multiline)]
    private static partial Regex Activations();
}
