using System.Globalization;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>From a <c>v1.Pod</c> to what a scheduler knows of it. Pure.</summary>
public static class PodReader
{
    /// <summary>Reads a pod, whoever made it.</summary>
    public static ObservedPod Read(JsonElement pod)
    {
        var (metadata, spec) = (pod.Member("metadata"), pod.Member("spec"));
        var labels = metadata.Member("labels");
        var identity = pod.Identity();
        var node = spec.Text("nodeName");
        var ended = pod.Member("status").Text("phase") is "Succeeded" or "Failed";
        return new ObservedPod
        {
            Identity = identity,
            Node = node.Length > 0 ? node : null,
            Requests = ended ? ResourceVector.Empty : PodSpecRequests.Read(spec),
            Scheduler = spec.Text("schedulerName"),
            Origin = labels.Text(MusterKeys.Origin),
            Owner = metadata.Items("ownerReferences").Where(static o => o.Text("kind") == "Lease").Select(static o => o.Text("uid")).FirstOrDefault("") ?? "",
            Container = DefaultContainer(metadata, spec),
            Gang = ReadGang(pod, identity, node.Length > 0 ? node : null),
        };
    }

    // Labels that do not make a name are not Muster's, whoever wrote them.
    private static PodObservation? ReadGang(JsonElement pod, ObjectIdentity identity, string? node)
    {
        var metadata = pod.Member("metadata");
        var labels = metadata.Member("labels");
        if (!TryAttempt(labels.Text(MusterKeys.Attempt), out var attempt)
            || !int.TryParse(labels.Text(MusterKeys.Index), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        var (job, podSet) = (new JobId(identity.Namespace, labels.Text(MusterKeys.Job)), labels.Text(MusterKeys.PodSet));
        if (PodPlan.NameOf(job, attempt, podSet, index) != identity.Name)
            return null;
        var (phase, message) = PodLife.Read(pod);
        return new PodObservation
        {
            Name = identity.Name,
            Uid = identity.Uid,
            Job = job,
            JobUid = labels.Text(MusterKeys.JobUid),
            Incarnation = metadata.Member("annotations").Text(MusterKeys.Incarnation),
            Attempt = attempt,
            PodSet = podSet,
            Index = index,
            Node = node,
            Requests = PodSpecRequests.Read(pod.Member("spec")),
            Phase = phase,
            Terminating = metadata.Text("deletionTimestamp").Length > 0,
            Message = message,
        };
    }

    /// <summary>Reads <c>epoch-try</c>.</summary>
    internal static bool TryAttempt(string text, out Attempt attempt)
    {
        attempt = Attempt.None;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Attempt.MaxTry)
            return false;
        attempt = Attempt.Of(epoch, number);
        return attempt.ToString() == text;
    }

    private static string DefaultContainer(JsonElement metadata, JsonElement spec) =>
        metadata.Member("annotations").Text("kubectl.kubernetes.io/default-container") is { Length: > 0 } named
            ? named
            : spec.Items("containers").Select(static c => c.Text("name")).FirstOrDefault("") ?? "";
}
