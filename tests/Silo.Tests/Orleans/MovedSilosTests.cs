namespace Muster.Silo.Tests;

/// <summary>All silos are lost at once, and come back at addresses that nobody knows.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class MovedSilosTests
{
    private const int MostGangs = 2_000;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Silos_AllKilledAndBackAtOtherAddresses_GoOnAndHaveLostNothing()
    {
        await using var site = await Site.StartAsync();
        using var enough = new CancellationTokenSource();
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, enough.Token);
        await site.FlowsAsync();
        await Task.WhenAll(Enumerable.Range(0, site.Silos.Count).Select(site.Silos.KillAsync));
        var killed = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < site.Silos.Count; i++)
            site.Silos.Move(i);
        var starts = 0;
        var ready = await Poll.UntilAsync(async () =>
        {
            var unready = 0;
            for (var i = 0; i < site.Silos.Count; i++)
            {
                // As Kubernetes does; the address of a pod stays.
                if (site.Silos[i].HasExited)
                {
                    site.Silos.Start(i);
                    starts++;
                }
                if (await site.Silos[i].ReadAsync("healthz") != "ok\n")
                    unready++;
            }
            return unready == 0 ? null : $"{unready} silos are not ready";
        }, Patience, site.Silos.Outputs);
        await site.FlowsAsync();
        var flows = TimeProvider.System.GetElapsedTime(killed);
        await enough.CancelAsync();
        await load;
        await site.CheckAsync();
        await site.TellAsync($"all silos killed; at other addresses all were ready after {ready.TotalSeconds:0.0} s, with {starts} more starts, and a gang ran after {flows.TotalSeconds:0.0} s");
    }
}
