using System.Collections.Frozen;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>How far a pod has come, and whose fault it is when it ended badly. Pure.</summary>
internal static class PodLife
{
    private const int MaxMessage = 512;

    // Reasons of a status by which a node says that it would not have the pod, or would not have it any longer. None of them is the pod's doing.
    private static readonly FrozenSet<string> Refusals = new[]
    {
        // Admission by the kubelet (OutOfcpu and its like are told by their beginning).
        "UnexpectedAdmissionError", "NodeAffinity", "NodeName", "NodePorts", "NodeUnschedulable", "TaintToleration", "TopologyAffinityError",
        "InvalidNodeInfo", "UnexpectedPredicateFailureType", "PodOSSelectorNodeLabelDoesNotMatch", "PodOSNotSupported", "PodFeatureUnsupported",
        "SysctlForbidden", "AppArmor", "MatchNodeSelector", "HostName",
        // Ended from outside: pressure, a more important pod, a node that shuts down or is lost.
        "Evicted", "Preempting", "Preempted", "Shutdown", "NodeShutdown", "Terminated", "NodeLost",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The phase, and what there is to say about it.</summary>
    public static (PodPhase Phase, string? Message) Read(JsonElement pod)
    {
        var status = pod.Member("status");
        return status.Text("phase") switch
        {
            "Succeeded" => (PodPhase.Succeeded, null),
            "Failed" => ReadFailure(pod.Member("metadata"), status),
            _ when pod.Member("spec").Text("nodeName").Length == 0 => (PodPhase.Unbound, null),
            // Unknown is what a lost node leaves behind: the pod may well run.
            "Running" or "Unknown" => (PodPhase.Running, null),
            _ => (PodPhase.Bound, Waiting(status)),
        };
    }

    private static (PodPhase Phase, string? Message) ReadFailure(JsonElement metadata, JsonElement status)
    {
        var reason = status.Text("reason");
        if (Refusals.Contains(reason) || reason.StartsWith("OutOf", StringComparison.Ordinal))
            return (PodPhase.Rejected, Sentence(reason, status.Text("message")));
        foreach (var condition in status.Items("conditions"))
            if (condition.Text("type") == "DisruptionTarget" && condition.Text("status") == "True")
                return (PodPhase.Rejected, Sentence(condition.Text("reason"), condition.Text("message")));
        if (WasStopped(metadata, status))
            return (PodPhase.Rejected, "it was deleted while it ran");
        return (PodPhase.Failed, Failure(status) ?? Sentence(reason, status.Text("message")));
    }

    // A container that was told to end by a deletion, and then ends badly, has not failed. Moments have whole seconds.
    private static bool WasStopped(JsonElement metadata, JsonElement status)
    {
        if (metadata.Moment("deletionTimestamp") is not { } deadline)
            return false;
        var asked = deadline - TimeSpan.FromSeconds(Math.Clamp(metadata.Number("deletionGracePeriodSeconds") ?? 0, 0, int.MaxValue));
        return Failures(status).All(f => (f.Terminated.Moment("finishedAt") ?? deadline) >= asked);
    }

    private static string? Failure(JsonElement status)
    {
        foreach (var (name, terminated) in Failures(status))
        {
            var (reason, code) = (terminated.Text("reason"), terminated.Number("exitCode"));
            var why = reason is "" or "Error" ? "" : $" ({reason})";
            return Names.Clip($"container {name}: exit code {code}{why}", MaxMessage);
        }
        return null;
    }

    private static IEnumerable<(string Name, JsonElement Terminated)> Failures(JsonElement status) =>
        from container in status.Items("initContainerStatuses").Concat(status.Items("containerStatuses"))
        let terminated = container.Member("state").Member("terminated")
        where terminated.ValueKind == JsonValueKind.Object && terminated.Number("exitCode") != 0
        select (container.Text("name"), terminated);

    private static string? Waiting(JsonElement status)
    {
        foreach (var container in status.Items("initContainerStatuses").Concat(status.Items("containerStatuses")))
            if (container.Member("state").Member("waiting").Text("reason") is { Length: > 0 } reason and not ("ContainerCreating" or "PodInitializing"))
                return Names.Clip($"container {container.Text("name")}: {reason}", MaxMessage);
        return null;
    }

    private static string? Sentence(string reason, string message) => (reason, message) switch
    {
        ("", "") => null,
        ("", _) => Names.Clip(message, MaxMessage),
        (_, "") => Names.Clip(reason, MaxMessage),
        _ => Names.Clip($"{reason}: {message}", MaxMessage),
    };
}
