using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>Three silos count each other and, each for itself, their grains.</summary>
[Trait("Category", "Slow")]
public sealed class SiloCensusTests : IDisposable
{
    private const int Count = 3;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-census-");
    private readonly RedisServer _redis = RedisServer.Start();

    public void Dispose()
    {
        _redis.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Metrics_OfThreeSilos_CountSilosAndEveryGrainOnce()
    {
        string[] clusters = [.. Kubeconfigs.Configured(0, "east", _data.FullName), .. Kubeconfigs.Configured(1, "west", _data.FullName)];
        using var silos = new SiloSet(_redis, _data.FullName, clusters);
        for (var i = 0; i < Count; i++)
            await silos.AddAsync();
        // Each silo asks the engine now and then: wait until all have since they were three.
        await UntilAsync(silos, [0, 1, 2], static texts => texts.All(static t => SiloMetrics.Active(t) == 3)
            && Sum(texts, "ClusterGrain") == 2 && Sum(texts, "FleetGrain") == 1);

        await silos.KillAsync(2);
        await UntilAsync(silos, [0, 1], static texts => texts.All(static t => SiloMetrics.Active(t) == 2)
            && Sum(texts, "ClusterGrain") == 2 && Sum(texts, "FleetGrain") == 1);
    }

    private static int Sum(IEnumerable<string> texts, string grain) => texts.Sum(t => SiloMetrics.Activations(t, grain));

    private static async Task UntilAsync(SiloSet silos, int[] those, Func<string[], bool> holds)
    {
        string[] texts = [];
        using var http = new HttpClient();
        await Wait.UntilAsync(
            "the silos have counted",
            async () =>
            {
                texts = await Task.WhenAll(those.Select(i => http.GetStringAsync(new Uri(silos[i].Address, "metrics"), TestContext.Current.CancellationToken)));
                return holds(texts);
            },
            () => string.Join('\n', texts.SelectMany(static t => t.Split('\n')).Where(static l => l.StartsWith("muster_silo_", StringComparison.Ordinal))));
    }
}
