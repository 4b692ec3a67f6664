using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>Where a cluster's grain lives when a silo says that it is beside that cluster.</summary>
[Trait("Category", "Slow")]
public sealed class BesideClusterTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-beside-");
    private readonly RedisServer _redis = RedisServer.Start();

    public void Dispose()
    {
        _redis.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Grain_OfACluster_LivesBesideItMovesWhenThatSiloDiesAndComesBack()
    {
        string[] east = Kubeconfigs.Configured(0, "east", _data.FullName);
        using var silos = new SiloSet(_redis, _data.FullName, east);
        await silos.AddAsync();
        await HasAsync(silos, 0, true);
        // It comes after the other, which has the grain already.
        await silos.AddAsync("--Muster:Cluster:Beside:0=east");
        await HasAsync(silos, 1, true);
        await HasAsync(silos, 0, false);

        await silos.KillAsync(1);
        await HasAsync(silos, 0, true);

        await silos.RestartAsync(1);
        await HasAsync(silos, 1, true);
        await HasAsync(silos, 0, false);
    }

    private static async Task HasAsync(SiloSet silos, int index, bool has)
    {
        using var http = new HttpClient { BaseAddress = silos[index].Address };
        var text = "";
        await Wait.UntilAsync(
            $"silo {index} {(has ? "has" : "does not have")} the cluster's grain",
            async () =>
            {
                text = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
                return SiloMetrics.Activations(text, "ClusterGrain") == (has ? 1 : 0);
            },
            () => text + silos[index].Output);
    }
}
