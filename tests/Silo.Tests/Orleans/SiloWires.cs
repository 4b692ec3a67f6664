using System.Globalization;
using Muster.ControlPlane;

namespace Muster.Silo.Tests;

/// <summary>The ways of one silo to everything else, each of which can be cut.</summary>
internal sealed class SiloWires : IAsyncDisposable
{
    private readonly int _listens = Ports.Take();

    /// <param name="redis">Port of Redis.</param>
    /// <param name="server">Port of the API server.</param>
    public SiloWires(int redis, int server) => (Redis, Server, Others) = (ChaosProxy.Before(redis), ChaosProxy.Before(server), ChaosProxy.Before(_listens));

    /// <summary>To the ledger and the table of silos.</summary>
    public ChaosProxy Redis { get; }

    /// <summary>To the member cluster.</summary>
    public ChaosProxy Server { get; }

    /// <summary>What other silos connect to when they want this one. What this one connects to goes through the others' wires.</summary>
    public ChaosProxy Others { get; }

    /// <summary>Settings of the silo. Orleans reads its own section: it listens elsewhere than it says.</summary>
    public IEnumerable<string> Settings() =>
    [
        $"--Muster:Ledger:Redis:Configuration={Address(Redis)}", $"--Muster:Cluster:Redis={Address(Redis)}",
        $"--Muster:Cluster:SiloPort={Text(Others.Port)}", $"--Orleans:Endpoints:SiloListeningEndpoint=127.0.0.1:{Text(_listens)}",
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in new[] { Redis, Server, Others })
            await proxy.DisposeAsync();
        Ports.Return(_listens);
    }

    private static string Address(ChaosProxy proxy) => $"127.0.0.1:{Text(proxy.Port)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
