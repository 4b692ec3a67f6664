using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>The simulated way keeps the contract.</summary>
public sealed class SimulatedGatewayTests : GatewayContract, IDisposable
{
    private readonly SimulatedGateway _simulation = new();

    protected override IClusterGateway Gateway => _simulation.Gateway;

    protected override ImmutableArray<string> Nodes => SimulatedGateway.Nodes;

    protected override PodTemplate Template(string duration) => Gangs.Template(duration: duration);

    protected override Task PassAsync(TimeSpan time) => _simulation.PassAsync(time);

    public void Dispose() => _simulation.Dispose();
}
