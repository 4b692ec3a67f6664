using System.Net;
using System.Net.Sockets;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>Silos on one Redis, each with ports and a directory that it keeps when it is killed and started again.</summary>
internal sealed class SiloSet(RedisServer redis, string directory, params IEnumerable<string> settings) : IDisposable
{
    private readonly List<string[]> _own = [];
    private readonly List<SiloProcess> _silos = [];

    public int Count => _silos.Count;

    public SiloProcess this[int index] => _silos[index];

    /// <summary>Starts one more, with settings of its own if there are any.</summary>
    public async Task AddAsync(params IEnumerable<string> own)
    {
        var name = $"silo-{_own.Count}";
        _own.Add(
        [
            .. settings, .. own, "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={redis.Endpoint}", $"--Muster:Cluster:Redis={redis.Endpoint}",
            "--Muster:Cluster:AdvertisedAddress=127.0.0.1", $"--Muster:Cluster:Name={name}",
            $"--Muster:Cluster:SiloPort={FreePort()}", $"--Muster:Cluster:GatewayPort={FreePort()}",
        ]);
        _silos.Add(await SiloProcess.ServeAsync(Path.Combine(directory, name), _own[^1]));
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(int index) => _silos[index].KillAsync();

    /// <summary>Starts one that was killed, where it was.</summary>
    public async Task RestartAsync(int index)
    {
        _silos[index].Dispose();
        _silos[index] = await SiloProcess.ServeAsync(Path.Combine(directory, $"silo-{index}"), _own[index]);
    }

    public void Dispose() => _silos.ForEach(static s => s.Dispose());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
