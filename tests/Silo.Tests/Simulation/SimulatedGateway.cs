using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>A simulated cluster of its own for a test, with virtual time.</summary>
internal sealed class SimulatedGateway : IDisposable
{
    public const int EventHistory = 64;

    public static readonly ImmutableArray<string> Nodes = ["n-01", "n-02", "n-03", "n-04"];

    private readonly SimulatedFleet _fleet;

    public SimulatedGateway()
    {
        var options = TestClusters.Options();
        options.Timings.EventHistory = EventHistory;
        _fleet = SimulatedFleet.Open(options, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public SimulatedCluster Cluster => _fleet.Cluster("c");

    public SimulatedFaults Faults => _fleet.Faults("c");

    public IClusterGateway Gateway => _fleet.Get(new ClusterName("c"));

    public Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    public void Dispose() => _fleet.Dispose();
}
