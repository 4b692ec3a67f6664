using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>The member clusters of a test, simulated or real, the ways to them, and what can befall both.</summary>
internal abstract class MemberFleet : IClusterGateways, IAsyncDisposable
{
    /// <summary>True when the clusters are real ones: <c>MUSTER_TEST_CLUSTERS=kubernetes</c>.</summary>
    public static bool AreReal { get; } = Environment.GetEnvironmentVariable("MUSTER_TEST_CLUSTERS") == "kubernetes";

    /// <summary>The clusters, as registered.</summary>
    public abstract ImmutableArray<ClusterSpec> Specs { get; }

    /// <summary>By how much the times of a test are longer here than for simulated clusters.</summary>
    public virtual double Slowness => 1;

    /// <summary>The simulated clusters with all that can be done to them, for tests that run on no others.</summary>
    public virtual SimulatedFleet Simulated => throw new InvalidOperationException("The clusters of this test are real ones; a test that needs simulated ones has no trait Clusters=Any.");

    /// <summary>Opens what a test asks for.</summary>
    public static async Task<MemberFleet> OpenAsync(GrainClusterOptions options) =>
        AreReal ? await RealFleet.OpenAsync(options) : new SimulatedMembers(options);

    public abstract IClusterGateway Get(ClusterName cluster);

    /// <summary>A way to a cluster past whatever is wrong with that of Muster's.</summary>
    public abstract IClusterGateway Behind(string cluster);

    /// <summary>What really ran, in all clusters.</summary>
    public abstract ImmutableArray<RunRecord> ReadRuns();

    /// <summary>What all nodes physically have.</summary>
    public abstract ImmutableArray<NodeCapacity> Machines();

    /// <summary>Pods of Muster's that are there, seen past whatever is wrong with the way to the cluster.</summary>
    public async Task<ImmutableArray<PodObservation>> PodsAsync(string cluster) => (await Behind(cluster).ListAsync(CancellationToken.None)).Pods;

    /// <summary>Anchors that are there, seen in the same way.</summary>
    public async Task<ImmutableArray<AttemptRef>> AnchorsAsync(string cluster) =>
        [.. await Behind(cluster).ListAnchorsAsync(CancellationToken.None).Select(static a => new AttemptRef(a.Job, a.Attempt)).ToListAsync()];

    /// <summary>Cuts a cluster off; its pods run on.</summary>
    public abstract void StopHeartbeats(string cluster);

    /// <summary>Lets packets to and from a cluster vanish; connections stay open.</summary>
    public abstract void Hang(string cluster);

    /// <summary>Ends that.</summary>
    public abstract void ResumeHeartbeats(string cluster);

    /// <summary>Deletes a pod, as somebody who is not Muster would.</summary>
    public abstract Task DeletePodAsync(string cluster, string pod);

    /// <summary>Lets a job's running pods end now, as by themselves.</summary>
    public abstract void Finish(string job);

    /// <summary>Takes a node away for good, with what runs there.</summary>
    public abstract Task LoseNodeAsync(string cluster, string node);

    /// <summary>Brings it back, empty.</summary>
    public abstract Task ReturnNodeAsync(string cluster, string node);

    /// <summary>Lets kubelets refuse the next pods.</summary>
    public abstract void RejectNext(string cluster, int pods);

    /// <summary>Creates and binds pods past the Muster of the test.</summary>
    public abstract Task StartAsync(string cluster, GangPlan plan);

    public abstract ValueTask DisposeAsync();

    /// <summary>The node with this number, from 1.</summary>
    protected static string NodeName(string cluster, int number) => $"{cluster}-{number:00}";
}
