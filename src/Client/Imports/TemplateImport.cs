using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Takes over a pod template, as it is but for what only its own scheduler would have done with it.</summary>
internal static class TemplateImport
{
    private static readonly ImmutableArray<(string Annotation, string Why)> Wishes =
    [
        ("gpu-fraction", "GPUs are given whole; the pod gets what its resources name"),
        ("gpu-memory", "GPUs are given whole; the pod gets what its resources name"),
        ("gpu-fraction-num-devices", "GPUs are given whole; the pod gets what its resources name"),
        ("kueue.x-k8s.io/podset-required-topology", "pods of a gang share a cluster, but not a smaller part of it"),
        ("kueue.x-k8s.io/podset-preferred-topology", "pods of a gang share a cluster, but not a smaller part of it"),
        ("kueue.x-k8s.io/podset-unconstrained-topology", "topology is not looked at"),
        ("kai.scheduler/topology", "pods of a gang share a cluster, but not a smaller part of it"),
        ("kai.scheduler/topology-required-placement", "pods of a gang share a cluster, but not a smaller part of it"),
        ("kai.scheduler/topology-preferred-placement", "pods of a gang share a cluster, but not a smaller part of it"),
        ("alpha.jobset.sigs.k8s.io/exclusive-topology", "a part of a cluster is not kept for one job"),
    ];

    /// <summary>The template under <paramref name="key"/>, for the pod set at <paramref name="target"/>.</summary>
    /// <param name="section">Where it stands.</param>
    /// <param name="key">The field that holds it.</param>
    /// <param name="target">The pod set it is for.</param>
    /// <param name="restartPolicy">What the source's system writes into a pod that has none; null when it writes nothing.</param>
    public static PodTemplate Read(Section section, string key, string target, string? restartPolicy = null)
    {
        if (!section.Has(key))
            section.Fault(key, "there is none", "write a pod template with spec.containers");
        if (section.Child(key) is not { } template)
            return default;
        section.Log.Note(ImportNoteKind.Mapped, section.Line(key), section.At(key), $"{target}.template (verbatim)");
        section.Came($"{target}.template", key);
        if (template.Child("metadata") is { } metadata)
            NoteWishes(metadata);
        var pod = template.Child("spec");
        return new PodTemplate(VerbatimJson.Write(pod is null ? template.Node : template.Node.With("spec", Prepare(pod, restartPolicy))));
    }

    /// <summary>Notes what is wished of another scheduler by annotations.</summary>
    public static void NoteWishes(Section metadata)
    {
        if (metadata.Child("annotations") is { } annotations)
            foreach (var (annotation, why) in Wishes)
                if (annotations.Has(annotation))
                    annotations.Warn(annotation, why);
    }

    /// <summary>A pod's spec without what would keep it from starting, which is noted, as is what keeps it from ending.</summary>
    public static MappingNode Prepare(Section pod, string? restartPolicy = null)
    {
        if (pod.Has("schedulerName"))
            pod.Ignored("schedulerName", "Muster binds the pods itself");
        if (pod.Has("schedulingGates"))
            pod.Ignored("schedulingGates", "taken out: " + CommonFields.QueueHolds);
        var prepared = pod.Node.Without("schedulerName", "schedulingGates");
        if (!pod.Has("restartPolicy") && restartPolicy is not null)
        {
            pod.Defaults("restartPolicy", $"{restartPolicy}, as its own system writes there");
            prepared.Entries["restartPolicy"] = new MappingEntry(pod.Node.Line, pod.Node.Column, new ScalarNode(pod.Node.Line, pod.Node.Column, ScalarKind.Text, restartPolicy));
        }
        else if (!pod.Has("restartPolicy") || pod.Text("restartPolicy") == "Always")
            pod.Warn("restartPolicy", $"{(pod.Has("restartPolicy") ? "" : "without it, Kubernetes takes Always: ")}a pod that is always started again never ends, and its job neither; write Never or OnFailure");
        return prepared;
    }
}
