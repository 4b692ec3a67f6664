using Microsoft.Extensions.DependencyInjection;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>What a test's Muster is made of. Times are as short as the bounds allow, or as the test needs.</summary>
internal sealed class GrainClusterOptions
{
    public short Silos { get; init; } = 1;

    /// <summary>Clusters, each with so many equal nodes.</summary>
    public IReadOnlyList<(string Name, int Nodes)> Clusters { get; init; } = [("east", 4)];

    /// <summary>Those of the clusters that are there and that Muster is not told of at the start.</summary>
    public IReadOnlyList<string> Unregistered { get; init; } = [];

    /// <summary>CPUs of each node.</summary>
    public string Cpu { get; init; } = "8";

    public string? Gpu { get; init; }

    public IReadOnlyList<QueueSpec> Queues { get; init; } = [new QueueSpec { Name = "default" }];

    public IReadOnlyList<FlavorSpec> Flavors { get; init; } = [new FlavorSpec { Name = "any" }];

    public SimulationTimings Timings { get; init; } = new()
    {
        Duration = TimeSpan.FromMilliseconds(50),
        GracePeriod = TimeSpan.FromMilliseconds(20),
        NodeRemoval = TimeSpan.FromMilliseconds(50),
        SignOfLife = TimeSpan.FromMilliseconds(500),
        CallTimeout = TimeSpan.FromMilliseconds(500),
    };

    public JobOptions Jobs { get; init; } = new()
    {
        FirstBackoff = TimeSpan.FromMilliseconds(100),
        ConflictBackoff = TimeSpan.FromMilliseconds(100),
        StartTimeout = TimeSpan.FromSeconds(60),
    };

    public NodeOptions Nodes { get; init; } = new() { ClaimTtl = TimeSpan.FromMilliseconds(300) };

    public QueueOptions QueueLimits { get; init; } = new() { SweepInterval = TimeSpan.FromMilliseconds(200) };

    public MemberClusterOptions MemberClusters { get; init; } = new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(20),
        SuspectAfter = TimeSpan.FromMilliseconds(150),
        LostAfter = TimeSpan.FromMilliseconds(400),
        BackAfter = TimeSpan.FromMilliseconds(100),
        ResyncInterval = TimeSpan.FromMilliseconds(200),
        FailoversPerSecond = 1000,
    };

    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public int Seed { get; init; } = 1;

    /// <summary>Puts something in front of the ledger.</summary>
    public Func<ILedger, ILedger> Ledger { get; init; } = static ledger => ledger;

    /// <summary>Adds to the services of every silo and of the client.</summary>
    public Action<IServiceCollection> Services { get; init; } = static _ => { };
}
