using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>Clusters in memory.</summary>
internal sealed class SimulatedMembers(GrainClusterOptions options) : MemberFleet
{
    public override SimulatedFleet Simulated { get; } = SimulatedFleet.Open(Simulation(options), TimeProvider.System);

    public override ImmutableArray<ClusterSpec> Specs => Simulated.Specs;

    public override IClusterGateway Get(ClusterName cluster) => Simulated.Get(cluster);

    public override ImmutableArray<RunRecord> ReadRuns() => Simulated.ReadRuns();

    public override ImmutableArray<NodeCapacity> Machines() => Simulated.Machines();

    public override IClusterGateway Behind(string cluster) =>
        new SimulatedClusterGateway(Simulated.Cluster(cluster), new SimulatedFaults(0), TimeProvider.System, TimeSpan.FromSeconds(1));

    public override void StopHeartbeats(string cluster) => Simulated.StopHeartbeats(cluster);

    public override void Hang(string cluster) => Simulated.Faults(cluster).Partition = PartitionMode.Hang;

    public override void ResumeHeartbeats(string cluster) => Simulated.ResumeHeartbeats(cluster);

    public override Task DeletePodAsync(string cluster, string pod)
    {
        Simulated.Cluster(cluster).DeletePod("default", pod);
        return Task.CompletedTask;
    }

    public override void Finish(string job)
    {
        foreach (var cluster in Specs)
            Simulated.Cluster(cluster.Name).Finish(new JobId("default", job));
    }

    public override Task LoseNodeAsync(string cluster, string node)
    {
        Simulated.Cluster(cluster).LoseNode(node);
        return Task.CompletedTask;
    }

    public override Task ReturnNodeAsync(string cluster, string node)
    {
        Simulated.Cluster(cluster).ReturnNode(node);
        return Task.CompletedTask;
    }

    public override void RejectNext(string cluster, int pods) => Simulated.Cluster(cluster).RejectNext(pods);

    public override Task StartAsync(string cluster, GangPlan plan)
    {
        var member = Simulated.Cluster(cluster);
        var pods = member.Create(plan);
        member.Bind(plan.Job, plan.Attempt, [.. pods.Zip(plan.Pods, static (p, planned) => new PodBinding(p.Name, p.Uid, planned.Node))]);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Simulated.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SimulationOptions Simulation(GrainClusterOptions options) => new()
    {
        Timings = options.Timings,
        Seed = options.Seed,
        Clusters = [.. options.Clusters.Select(c => new SimulatedClusterOptions { Name = c.Name, NodeGroups = [Group(c.Name, c.Nodes, options)] })],
    };

    private static NodeGroupOptions Group(string cluster, int nodes, GrainClusterOptions options)
    {
        var allocatable = new Dictionary<string, string> { ["cpu"] = options.Cpu, ["memory"] = "64Gi" };
        if (options.Gpu is { } gpu)
            allocatable["nvidia.com/gpu"] = gpu;
        return new NodeGroupOptions { NamePrefix = cluster + "-", Count = nodes, Allocatable = allocatable };
    }
}
