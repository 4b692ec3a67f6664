using System.Diagnostics;
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
        using var silos = new SiloSet(_redis, _data.FullName);
        await silos.AddAsync();
        _redis.Command("DEL", "muster/members/muster");
        var begin = TimeProvider.System.GetTimestamp();
        Assert.NotEqual(0, await silos[0].ExitAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(begin) < Seconds, "it took too long");
        Assert.Contains("this silo ends at once", silos[0].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silos_TwoOnOneRedis_KnowEachOtherAndLeaveInOrder()
    {
        using var silos = new SiloSet(_redis, _data.FullName);
        await silos.AddAsync();
        await silos.AddAsync();
        for (var i = 0; i < silos.Count; i++)
            await SilosAsync(silos[i], 2);
        using var stop = Process.Start("kill", ["-TERM", $"{silos[1].Id}"]);
        Assert.Equal(0, await silos[1].ExitAsync());
        // Nobody had to be voted out.
        await SilosAsync(silos[0], 1);
    }

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
}
