using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Simulated clusters, the ways to them and what can go wrong with both.</summary>
public sealed class SimulatedFleet : IClusterGateways, IDisposable
{
    private readonly ImmutableDictionary<string, Member> _members;

    private SimulatedFleet(ImmutableDictionary<string, Member> members, ImmutableArray<ClusterSpec> specs) =>
        (_members, Specs) = (members, specs);

    /// <summary>No cluster at all.</summary>
    public static SimulatedFleet None { get; } = new(ImmutableDictionary<string, Member>.Empty, []);

    /// <summary>The clusters, as registered, in the order of the options.</summary>
    public ImmutableArray<ClusterSpec> Specs { get; }

    /// <summary>Opens the clusters; those that have a file go on from there.</summary>
    /// <exception cref="OptionsValidationException">The options are not acceptable; every fault is named.</exception>
    /// <exception cref="IOException">Another process has a cluster's file open.</exception>
    public static SimulatedFleet Open(SimulationOptions options, TimeProvider time, ILoggerFactory? logs = null)
    {
        if (new SimulationOptionsValidator().Validate(null, options) is { Failed: true } result)
            throw new OptionsValidationException("simulation", typeof(SimulationOptions), result.Failures);
        var log = logs?.CreateLogger<SimulatedCluster>();
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        try
        {
            foreach (var cluster in options.Clusters)
                members.Add(cluster.Name, new Member(cluster, options, options.Seed + members.Count, time, log));
        }
        catch
        {
            foreach (var member in members.Values)
                member.Dispose();
            throw;
        }
        return new SimulatedFleet(members.ToImmutableDictionary(StringComparer.Ordinal), [.. options.Clusters.Select(c => members[c.Name].Cluster.Spec)]);
    }

    /// <inheritdoc/>
    public IClusterGateway Get(ClusterName cluster) => Find(cluster.Value).Gateway;

    /// <summary>The cluster itself.</summary>
    /// <exception cref="ClusterNotFoundException">There is none of that name.</exception>
    public SimulatedCluster Cluster(string cluster) => Find(cluster).Cluster;

    /// <summary>What is wrong with the way to it.</summary>
    /// <exception cref="ClusterNotFoundException">There is none of that name.</exception>
    public SimulatedFaults Faults(string cluster) => Find(cluster).Faults;

    /// <summary>Cuts a cluster off; its pods run on.</summary>
    /// <exception cref="ClusterNotFoundException">There is none of that name.</exception>
    public void StopHeartbeats(string cluster) => Faults(cluster).Partition = PartitionMode.Refuse;

    /// <summary>Ends that.</summary>
    /// <exception cref="ClusterNotFoundException">There is none of that name.</exception>
    public void ResumeHeartbeats(string cluster) => Faults(cluster).Partition = PartitionMode.None;

    /// <summary>What really ran, in all clusters.</summary>
    public ImmutableArray<RunRecord> ReadRuns() => [.. _members.Values.SelectMany(m => m.Cluster.ReadRuns())];

    /// <summary>What all nodes physically have.</summary>
    public ImmutableArray<NodeCapacity> Machines() => [.. _members.Values.SelectMany(m => m.Cluster.Machines())];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var member in _members.Values)
            member.Dispose();
    }

    private Member Find(string cluster) => _members.GetValueOrDefault(cluster) ?? throw new ClusterNotFoundException(cluster);

    private sealed class Member(SimulatedClusterOptions options, SimulationOptions simulation, int seed, TimeProvider time, ILogger? log) : IDisposable
    {
        public SimulatedCluster Cluster { get; } = SimulatedCluster.Open(options, simulation, time, log);

        public SimulatedFaults Faults { get; } = new(seed);

        public SimulatedClusterGateway Gateway => field ??= new(Cluster, Faults, time, simulation.Timings.CallTimeout);

        public void Dispose() => Cluster.Dispose();
    }
}
