using System.Globalization;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How queues, clusters and nodes are shown.</summary>
internal static class FleetViews
{
    public static View<QueueSnapshot> Queues() => new("queue", MusterJson.Default.QueueSnapshot, static q => q.Spec.Name,
    [
        new("NAME", static q => q.Spec.Name),
        new("PARENT", static q => q.Spec.Parent),
        new("STRATEGY", static q => q.Spec.Strategy.ToString()),
        new("PENDING", static q => q.Pending),
        new("ADMITTED", static q => q.Admitted),
        new("SHARE", static q => Share(q)),
        new("CORDON", static q => q.Cordon is { } cordon ? new Cell(Reason(cordon), Tone.Waiting) : ""),
        new("WEIGHT", static q => q.Spec.Weight, IsWide: true),
        new("USAGE", static q => string.Join("; ", q.Usage.Where(u => !u.Resources.IsEmpty).Select(u => $"{u.Flavor}: {u.Resources}")), IsWide: true),
    ]);

    public static View<ClusterSnapshot> Clusters(DateTimeOffset now) => new("cluster", MusterJson.Default.ClusterSnapshot, static c => c.Spec.Name,
    [
        new("NAME", static c => c.Spec.Name),
        new("HEALTH", static c => Tones.Of(c.Health, c.Cordon)),
        new("SINCE", c => Age.Of(c.Since, now)),
        new("NODES", static c => c.Nodes),
        new("GANGS", static c => c.Gangs),
        new("CPU", static c => Usage(c.Used, c.Capacity, ResourceNames.Cpu)),
        new("MEMORY", static c => Usage(c.Used, c.Capacity, ResourceNames.Memory)),
        new("GPU", static c => Usage(c.Used, c.Capacity, ResourceNames.Gpu)),
        new("HEARTBEAT", c => c.LastHeartbeat is { } last ? Age.Of(last, now) : "never", IsWide: true),
        new("LABELS", static c => Labels(c.Spec.Labels), IsWide: true),
        new("PROBLEM", static c => c.Problem, IsWide: true),
    ]);

    public static View<NodeSnapshot> Nodes() => new("node", MusterJson.Default.NodeSnapshot, static n => $"{n.Cluster}/{n.Node.Name}",
    [
        new("CLUSTER", static n => n.Cluster.Value),
        new("NAME", static n => n.Node.Name),
        new("STATUS", static n => StatusOf(n)),
        new("PODS", static n => n.Pods),
        new("CPU", static n => Usage(n.Used, n.Node.Capacity, ResourceNames.Cpu)),
        new("MEMORY", static n => Usage(n.Used, n.Node.Capacity, ResourceNames.Memory)),
        new("GPU", static n => Usage(n.Used, n.Node.Capacity, ResourceNames.Gpu)),
        new("TAINTS", static n => Taints(n), IsWide: true),
        new("LABELS", static n => Labels(n.Node.Labels), IsWide: true),
    ]);

    public static string Share(QueueSnapshot queue) => (queue.Share / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    public static string Usage(ResourceVector used, ResourceVector capacity, string resource) =>
        capacity[resource] == 0 ? "" : $"{Quantity.Format(resource, used[resource])}/{Quantity.Format(resource, capacity[resource])}";

    public static string Labels(IEnumerable<KeyValuePair<string, string>> labels) => string.Join(",", labels.Select(l => $"{l.Key}={l.Value}"));

    public static string Taints(NodeSnapshot node) => string.Join(",", node.Node.Taints.Select(t => $"{t.Key}={t.Value}:{t.Effect}"));

    /// <summary>Ready, or all that keeps new pods away.</summary>
    public static Cell StatusOf(NodeSnapshot node) => node switch
    {
        { Cordon: not null } => new Cell("Cordoned", Tone.Waiting),
        { Schedulable: true } => new Cell("Ready", Tone.Good),
        _ => new Cell("Unschedulable", Tone.Bad),
    };

    private static string Reason(Cordon cordon) => cordon.Reason.Length > 0 ? cordon.Reason : "yes";
}
