using System.Globalization;
using System.Text.Json.Nodes;

namespace Muster.ControlPlane;

/// <summary>Writes the statuses that a kubelet reports.</summary>
internal static class PodStatus
{
    public const int StoppedExitCode = 137;

    public static JsonObject Rejected(Refusal refusal, DateTimeOffset now) => new()
    {
        ["phase"] = "Failed",
        ["reason"] = refusal.Reason,
        ["message"] = refusal.Message,
        ["startTime"] = Time(now),
    };

    public static JsonObject Waiting(HollowPod pod, DateTimeOffset now) => Status(pod, "Pending", now, now, ready: false, "ContainersNotReady", c => new()
    {
        ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" },
    });

    public static JsonObject Running(HollowPod pod, DateTimeOffset started) => Status(pod, "Running", started, started, ready: true, null, c => new()
    {
        ["running"] = new JsonObject { ["startedAt"] = Time(started) },
    });

    public static JsonObject Ended(HollowPod pod, DateTimeOffset? started, DateTimeOffset now, int exitCode) =>
        Status(pod, exitCode == 0 ? "Succeeded" : "Failed", started ?? now, now, ready: false, "PodCompleted", c => new()
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = exitCode,
                ["reason"] = exitCode == 0 ? "Completed" : "Error",
                ["startedAt"] = Time(started ?? now),
                ["finishedAt"] = Time(now),
                ["containerID"] = $"hollow://{pod.Facts.Uid}/{c}",
            },
        });

    public static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Status(
        HollowPod pod, string phase, DateTimeOffset taken, DateTimeOffset now, bool ready, string? reason, Func<string, JsonObject> state)
    {
        var at = Time(now);
        return new JsonObject
        {
            ["phase"] = phase,
            ["startTime"] = Time(pod.Facts.TakenAt ?? taken),
            ["hostIP"] = "127.0.0.1",
            ["podIP"] = pod.Address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = pod.Address }),
            ["conditions"] = new JsonArray(
                Condition("Initialized", true, at, null), Condition("Ready", ready, at, reason),
                Condition("ContainersReady", ready, at, reason), Condition("PodScheduled", true, at, null)),
            ["containerStatuses"] = new JsonArray([.. pod.Facts.Containers.Select(c => (JsonNode)new JsonObject
            {
                ["name"] = c.Name,
                ["image"] = c.Image,
                ["imageID"] = "",
                ["ready"] = ready,
                ["started"] = ready,
                ["restartCount"] = 0,
                ["state"] = state(c.Name),
            })]),
        };
    }

    private static JsonObject Condition(string type, bool holds, string at, string? reason) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["lastTransitionTime"] = at,
        ["reason"] = reason,
    };
}
