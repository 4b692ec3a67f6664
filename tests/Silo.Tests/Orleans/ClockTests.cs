namespace Muster.Silo.Tests;

/// <summary>Silos whose clocks are set, or go wrong: only the times that they show differ.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class ClockTests
{
    private const int MostGangs = 2_000;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(250);

    // Longer than a silo may be silent to the others, as the test has it.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Jump = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Clocks_ThatJumpByMinutesAndDrift_EndNoSiloAndReleaseNothingEarly()
    {
        Assert.SkipUnless(SiloClock.Library is not null || Environment.GetEnvironmentVariable("CI") is not null, "There is no libfaketime here: tests/Silo.Tests/setup-clock.sh installs it.");
        using var forward = new SiloClock();
        using var back = new SiloClock();
        using var fast = new SiloClock();
        await using var site = await Site.StartAsync(new SiteOptions { Settings = SiteOptions.QuickVotes, Clocks = [forward, back, fast], Beside = 0 });
        using var enough = new CancellationTokenSource();
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, enough.Token);
        fast.Set(TimeSpan.Zero, rate: 1.01);
        forward.Set(Jump);
        back.Set(-Jump);
        await ShowsAsync(site, 0, Jump);
        await ShowsAsync(site, 1, -Jump);
        await Pause.ForAsync(Long);
        forward.Set(TimeSpan.Zero);
        back.Set(TimeSpan.Zero);
        await Pause.ForAsync(Long);
        await enough.CancelAsync();
        await load;
        for (var i = 0; i < site.Silos.Count; i++)
        {
            Assert.True(!site.Silos[i].HasExited && site.IsMember(i), $"silo {i} has ended{site.Silos.Outputs()}");
            Assert.DoesNotContain($"Cluster {Site.Cluster}: Ready ->", site.Silos[i].Output, StringComparison.Ordinal);
        }
        await site.CheckAsync();
        await site.TellAsync("clocks that jumped and drifted");
    }

    private static Task<TimeSpan> ShowsAsync(Site site, int silo, TimeSpan ahead) => Poll.UntilAsync(async () =>
    {
        using var response = await site.Load.Http.GetAsync(new Uri(site.Silos[silo].Address, "healthz/live"), TestContext.Current.CancellationToken);
        var off = response.Headers.Date!.Value - TimeProvider.System.GetUtcNow();
        return (off - ahead).Duration() < Jump / 2 ? null : $"the clock of silo {silo} is off by {off}";
    }, Long, site.Silos.Outputs);
}
