using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>Jobs, placements and what one does with them, as short as tests want them.</summary>
internal static class Sample
{
    public static readonly QueueName Root = new("root");

    public static readonly ClusterName Cluster = new("c1");

    private static readonly ResourceVector Share = ResourceVector.Of((ResourceNames.Cpu, 4000), (ResourceNames.Gpu, 1000));

    public static JobId Id(string name) => new("team", name);

    public static NodeId Node(string name) => new(Cluster, name);

    public static GangDemand Demand(int pods = 2) => new()
    {
        Key = $"{pods}xgpu",
        PodSets = [new PodSetDemand("main", pods, pods, new PodShape { Requests = Share })],
    };

    public static Submission Submission(
        string name, string? token = null, string? hash = null, string queue = "leaf", string ns = "team", string[]? needs = null) => new(
        new Job
        {
            Metadata = new() { Namespace = ns, Name = name, Uid = "uid-" + name, Labels = ImmutableSortedDictionary<string, string>.Empty.Add("name", name) },
            Spec = new()
            {
                Queue = queue,
                Priority = 7,
                DependsOn = [.. needs ?? []],
                PodSets = [new PodSet { Count = 2, Template = new("""{"spec":{"containers":[{"name":"main","image":"train:1"}]}}""") }],
            },
        },
        Demand(), token ?? "token-" + name, hash ?? "hash-" + name);

    public static GangPlacement Placement(params string[] nodes) =>
        new(Cluster, [.. nodes.Select(node => new NodeShare(node, [new PodShare("main", 0, 1)], Share))]);

    public static ImmutableArray<FlavorUsage> Charge() => [new FlavorUsage("gpu", Share.Times(2))];

    public static Commit Commit(
        this ILedger ledger, string job, Attempt attempt, long epoch, params (string Node, EpochToken Token)[] grants) => new()
    {
        Job = Id(job),
        Attempt = attempt,
        CoordinatorEpoch = epoch,
        Placement = Placement([.. grants.Select(g => g.Node)]),
        Grants = [.. grants.Select(g => new NodeGrant(g.Node, g.Token))],
        Incarnation = ledger.Incarnation,
    };
}
