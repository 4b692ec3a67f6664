using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>Real API servers with hollow nodes. Each test is a Muster of its own to them.</summary>
internal sealed class RealFleet : MemberFleet
{
    private readonly ImmutableDictionary<string, RealMember> _members;

    private RealFleet(ImmutableDictionary<string, RealMember> members, ImmutableArray<ClusterSpec> specs) => (_members, Specs) = (members, specs);

    public override ImmutableArray<ClusterSpec> Specs { get; }

    public override double Slowness => 8;

    public static new async Task<RealFleet> OpenAsync(GrainClusterOptions options)
    {
        await ControlPlanes.Turn.WaitAsync();
        try
        {
            var origin = "t" + Guid.NewGuid().ToString("N")[..8];
            var members = await Task.WhenAll(options.Clusters.Select(c => RealMember.OpenAsync(c.Name, origin, Nodes(c.Name, c.Nodes, options), options)));
            return new(members.ToImmutableDictionary(static m => m.Name, StringComparer.Ordinal), [.. members.Select(static m => new ClusterSpec { Name = m.Name })]);
        }
        catch
        {
            ControlPlanes.Turn.Release();
            throw;
        }
    }

    /// <summary>The cluster itself.</summary>
    public RealMember Member(string cluster) => _members[cluster];

    public override IClusterGateway Get(ClusterName cluster) =>
        _members.GetValueOrDefault(cluster.Value)?.Gateway ?? throw new ClusterNotFoundException(cluster.Value);

    public override ImmutableArray<RunRecord> ReadRuns() => [.. _members.Values.SelectMany(static m => m.Nodes.ReadRuns())];

    public override ImmutableArray<NodeCapacity> Machines() => [.. _members.Values.SelectMany(static m => m.Nodes.Machines())];

    public override IClusterGateway Behind(string cluster) => _members[cluster].Behind;

    public override void StopHeartbeats(string cluster) => _members[cluster].Plane.Proxy.Mode = ProxyMode.Refuse;

    public override void Hang(string cluster) => _members[cluster].Plane.Proxy.Mode = ProxyMode.BlackHole;

    public override void ResumeHeartbeats(string cluster) => _members[cluster].Plane.Proxy.Mode = ProxyMode.Open;

    public override Task DeletePodAsync(string cluster, string pod) => _members[cluster].DeletePodAsync(pod);

    public override void Finish(string job)
    {
        foreach (var member in _members.Values)
            member.Nodes.Finish(new JobId("default", job));
    }

    public override Task LoseNodeAsync(string cluster, string node) => _members[cluster].Nodes.RemoveAsync(node);

    public override Task ReturnNodeAsync(string cluster, string node) => _members[cluster].ReturnNodeAsync(node);

    public override void RejectNext(string cluster, int pods) => _members[cluster].Nodes.RejectNext(pods);

    public override async Task StartAsync(string cluster, GangPlan plan)
    {
        var member = _members[cluster].Behind;
        var pods = await member.CreateAsync(plan, CancellationToken.None);
        await member.BindAsync(plan.Job, plan.Attempt, [.. pods.Zip(plan.Pods, static (p, planned) => new PodBinding(p.Name, p.Uid, planned.Node))], CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var member in _members.Values)
                await member.DisposeAsync();
        }
        finally
        {
            ControlPlanes.Turn.Release();
        }
    }

    private static ImmutableArray<HollowNode> Nodes(string cluster, int count, GrainClusterOptions options) =>
    [
        .. Enumerable.Range(1, count).Select(i => HollowNode.Of(
            NodeName(cluster, i), int.Parse(options.Cpu, CultureInfo.InvariantCulture), "64Gi", int.Parse(options.Gpu ?? "0", CultureInfo.InvariantCulture))),
    ];
}
