using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>Nodes, queues and jobs, as short as tests want them. Amounts are whole CPUs, GPUs and GiB.</summary>
internal static class Sample
{
    public const long Gi = 1L << 30;

    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static JobId Id(string name) => new("team", name);

    public static ResourceVector Res(long cpu = 0, long gpu = 0, long memory = 0) => ResourceVector.Of(
        (ResourceNames.Cpu, cpu * 1000), (ResourceNames.Gpu, gpu * 1000), (ResourceNames.Memory, memory * Gi));

    public static ImmutableSortedDictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        labels.ToImmutableSortedDictionary(static l => l.Key, static l => l.Value);

    public static NodeInfo Node(string name, long cpu = 0, long gpu = 0, long memory = 0, params (string Key, string Value)[] labels) => new()
    {
        Name = name,
        Allocatable = Res(cpu, gpu, memory),
        Labels = Labels([("kubernetes.io/hostname", name), .. labels]),
    };

    public static PodShape Shape(long cpu = 0, long gpu = 0, long memory = 0, params (string Key, string Value)[] selector) =>
        new() { Requests = Res(cpu, gpu, memory), NodeSelector = Labels(selector) };

    public static PodSetDemand Pods(int count, PodShape shape, int? min = null, string name = "main") => new(name, count, min ?? count, shape);

    /// <summary>A gang of one pod set.</summary>
    public static GangDemand Gang(int count, long cpu = 0, long gpu = 0, long memory = 0, int? min = null) =>
        Gang(Pods(count, Shape(cpu, gpu, memory), min));

    public static GangDemand Gang(params PodSetDemand[] sets) => Gang(ClusterConstraints.Any, sets);

    public static GangDemand Gang(ClusterConstraints clusters, params PodSetDemand[] sets) => new()
    {
        Key = string.Join(';', sets.Select(KeyOf))
            + $"@{string.Join(',', clusters.Names)}{{{string.Join(',', clusters.Selector.Select(static l => $"{l.Key}={l.Value}"))}}}",
        PodSets = [.. sets],
        Clusters = clusters,
    };

    public static PendingJob Job(string name, GangDemand demand, int priority = 0, long seq = 0) =>
        new() { Id = Id(name), Demand = demand, Priority = priority, Seq = seq, QueuedAt = Noon };

    public static QueueSpec Queue(string name, string? parent = null, params FlavorQuota[] quotas) =>
        new() { Name = name, Parent = parent, Quotas = [.. quotas] };

    public static FlavorQuota Quota(string flavor, params ResourceQuota[] resources) => new() { Flavor = flavor, Resources = [.. resources] };

    /// <summary>Quota of whole GPUs.</summary>
    public static FlavorQuota Gpus(long nominal, long? borrowing = null, long? lending = null, string flavor = "gpu") =>
        Quota(flavor, new ResourceQuota
        {
            Resource = ResourceNames.Gpu, Nominal = nominal * 1000, BorrowingLimit = borrowing * 1000, LendingLimit = lending * 1000,
        });

    public static FlavorSpec Flavor(string name, params (string Key, string Value)[] labels) => new() { Name = name, NodeLabels = Labels(labels) };

    public static GangPlacement Placement(string cluster, params (string Node, ResourceVector Resources)[] shares) =>
        new(new(cluster), [.. shares.Select(static s => new NodeShare(s.Node, [new PodShare("main", 0, 1)], s.Resources))]);

    private static string KeyOf(PodSetDemand set) =>
        $"{set.Name}*{set.Count}/{set.MinCount}({set.Shape.Requests})"
        + $"{{{string.Join(',', set.Shape.NodeSelector.Select(static l => $"{l.Key}={l.Value}"))}}}"
        + string.Concat(set.Shape.Tolerations.Select(static t => $"+{t.Key}{t.Exists}={t.Value}:{t.Effect}"));
}
