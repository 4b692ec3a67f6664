using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>What clusters show of jobs, as short as tests want it.</summary>
internal static class Shown
{
    public static readonly string Ledger = new Guid(1, 2, 3, new byte[8]).ToString();

    public static readonly RecoveryRealm Realm = new(
        [new QueueSpec { Name = "root" }, new QueueSpec { Name = "leaf", Parent = "root" }], [new FlavorSpec { Name = "gpu" }]);

    private static readonly PodTemplate Template = new(
        """{"spec":{"containers":[{"name":"main","image":"train:1","resources":{"requests":{"cpu":"4"}}}]}}""");

    public static JobSpec Spec(int pods = 2) => new() { Queue = "leaf", PodSets = [new PodSet { Count = pods, Template = Template }], DependsOn = ["before"] };

    public static JobNote Note(string name, ClusterName cluster, int pods = 2) => new()
    {
        Uid = "uid-" + name, Seq = 17, Metadata = new() { Namespace = "team", Name = name }, Spec = Spec(pods), Runs = 2, Retries = 1,
        Placement = new(cluster, [.. Enumerable.Range(0, pods).Select(i => new NodeShare("n" + i, [new PodShare("main", i, 1)], ResourceVector.Of((ResourceNames.Cpu, 4000))))]),
        Charge = [new FlavorUsage("gpu", ResourceVector.Of((ResourceNames.Cpu, 4000L * pods)))],
    };

    public static AnchorObservation Anchor(string name, Attempt attempt, ClusterName cluster, bool stopped = false, int pods = 2) => new()
    {
        Job = new("team", name), JobUid = "uid-" + name, Attempt = attempt, Incarnation = Ledger, Stopped = stopped, Note = Note(name, cluster, pods),
    };

    public static PodObservation Pod(string name, Attempt attempt, int index, PodPhase phase = PodPhase.Running, string? node = null) => new()
    {
        Name = PodPlan.NameOf(new("team", name), attempt, "main", index), Uid = $"{name}-{attempt}-{index}", Job = new("team", name), JobUid = "uid-" + name,
        Attempt = attempt, Incarnation = Ledger, PodSet = "main", Index = index, Phase = phase, Node = phase == PodPhase.Unbound ? null : node ?? "n" + index,
    };

    public static ShownCluster Cluster(ClusterName name, IEnumerable<AnchorObservation> anchors, IEnumerable<PodObservation> pods) =>
        new(name, [.. Enumerable.Range(0, 4).Select(static i => "n" + i)], [.. anchors], [.. pods]);

    public static RecordedJob Record(string name, JobState state, Attempt attempt, GangPlacement? placement = null) => new()
    {
        Uid = "uid-" + name, Spec = Spec(), Demand = GangDemandReader.Read(Spec()), State = state, Attempt = attempt, Placement = placement, Runs = 1,
    };
}
