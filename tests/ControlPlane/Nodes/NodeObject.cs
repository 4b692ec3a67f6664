using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>Writes the Node objects that a kubelet registers and reports.</summary>
internal static class NodeObject
{
    public const string Unreachable = "node.kubernetes.io/unreachable";

    public static JsonObject Spec(Machine machine) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = machine.Node.Name,
            ["labels"] = Map(machine.Labels),
        },
        ["spec"] = new JsonObject { ["taints"] = Taints(machine.Node.Taints) },
    };

    public static JsonObject Status(Machine machine, string ready, DateTimeOffset now) => new()
    {
        ["status"] = new JsonObject
        {
            ["capacity"] = Amounts(machine.Physical.Max(machine.Allocatable)),
            ["allocatable"] = Amounts(machine.Allocatable),
            ["conditions"] = Conditions(ready, now),
            ["nodeInfo"] = new JsonObject
            {
                ["machineID"] = machine.Node.Name,
                ["systemUUID"] = machine.Node.Name,
                ["bootID"] = machine.BootId.ToString(),
                ["kubeletVersion"] = "v1.20.0-hollow",
                ["kubeProxyVersion"] = "v1.20.0-hollow",
                ["kernelVersion"] = "hollow",
                ["osImage"] = "hollow",
                ["containerRuntimeVersion"] = "hollow://1",
                ["operatingSystem"] = "linux",
                ["architecture"] = "amd64",
            },
        },
    };

    /// <summary>What the node controller says of a node that it does not hear of.</summary>
    public static JsonObject Silent(DateTimeOffset now) => new()
    {
        ["status"] = new JsonObject { ["conditions"] = Conditions("Unknown", now) },
    };

    public static JsonObject Tainted(Machine machine, bool unreachable) => new()
    {
        ["spec"] = new JsonObject
        {
            ["taints"] = Taints(unreachable
                ? [.. machine.Node.Taints, new Taint(Unreachable, "", "NoSchedule"), new Taint(Unreachable, "", "NoExecute")]
                : machine.Node.Taints),
        },
    };

    public static JsonObject Lease(string node, DateTimeOffset now) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = node },
        ["spec"] = new JsonObject
        {
            ["holderIdentity"] = node,
            ["leaseDurationSeconds"] = 40,
            ["renewTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    private static JsonArray Conditions(string ready, DateTimeOffset now)
    {
        var at = PodStatus.Time(now);
        var pressure = ready == "True" ? "False" : ready;
        return
        [
            Condition("MemoryPressure", pressure, "KubeletHasSufficientMemory", at),
            Condition("DiskPressure", pressure, "KubeletHasNoDiskPressure", at),
            Condition("PIDPressure", pressure, "KubeletHasSufficientPID", at),
            Condition("Ready", ready, ready == "True" ? "KubeletReady" : ready == "False" ? "KubeletNotReady" : "NodeStatusUnknown", at),
        ];
    }

    private static JsonObject Condition(string type, string status, string reason, string at) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = status == "Unknown" ? "NodeStatusUnknown" : reason,
        ["message"] = status == "Unknown" ? "Kubelet stopped posting node status." : "",
        ["lastHeartbeatTime"] = at,
        ["lastTransitionTime"] = at,
    };

    private static JsonArray Taints(IEnumerable<Taint> taints) => [.. taints.Select(t => (JsonNode)new JsonObject
    {
        ["key"] = t.Key,
        ["value"] = t.Value.Length == 0 ? null : t.Value,
        ["effect"] = t.Effect,
    })];

    private static JsonObject Amounts(ResourceVector amounts) =>
        Map(amounts.Entries.Select(e => KeyValuePair.Create(e.Name, Quantity.Format(e.Name, e.Amount))));

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> map) =>
        new(map.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));
}
