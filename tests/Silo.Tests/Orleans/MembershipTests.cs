using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>Silos that share a Redis, as processes of their own.</summary>
[Trait("Category", "Slow")]
public sealed class MembershipTests : IDisposable
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-silos-");
    private readonly RedisServer _redis = RedisServer.Start();

    public void Dispose()
    {
        _redis.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Row_ThatIsGone_EndsTheSiloWithinSeconds()
    {
        using var silo = await ServeAsync("one");
        _redis.Command("DEL", "muster/members/muster");
        var begin = TimeProvider.System.GetTimestamp();
        Assert.NotEqual(0, await silo.ExitAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(begin) < Seconds, "it took too long");
        Assert.Contains("this silo ends at once", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silos_TwoOnOneRedis_KnowEachOtherAndLeaveInOrder()
    {
        using var one = await ServeAsync("one");
        using var two = await ServeAsync("two");
        foreach (var silo in (SiloProcess[])[one, two])
            await SilosAsync(silo, 2);
        using var stop = Process.Start("kill", ["-TERM", $"{two.Id}"]);
        Assert.Equal(0, await two.ExitAsync());
        // Nobody had to be voted out.
        await SilosAsync(one, 1);
    }

    private Task<SiloProcess> ServeAsync(string name) => SiloProcess.ServeAsync(Path.Combine(_data.FullName, name),
        "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={_redis.Endpoint}", $"--Muster:Cluster:Redis={_redis.Endpoint}",
        "--Muster:Cluster:AdvertisedAddress=127.0.0.1", $"--Muster:Cluster:Name={name}",
        $"--Muster:Cluster:SiloPort={Port()}", $"--Muster:Cluster:GatewayPort={Port()}");

    private static async Task SilosAsync(SiloProcess silo, int count)
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        for (var begin = TimeProvider.System.GetTimestamp(); ;)
        {
            var text = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            if (text.Contains($"muster_silo_active {count}\n", StringComparison.Ordinal))
                return;
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Seconds, text);
        }
    }

    private static int Port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
