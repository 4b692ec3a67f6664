using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Imports plain Pods: those that Kueue would start as a group become one gang, and one alone a job of one pod.</summary>
internal static class PodImport
{
    private const string GroupName = "kueue.x-k8s.io/pod-group-name";
    private const string TotalCount = "kueue.x-k8s.io/pod-group-total-count";
    private const string FastAdmission = "kueue.x-k8s.io/pod-group-fast-admission";
    private const string Retriable = "kueue.x-k8s.io/retriable-in-group";
    private const string PodIndex = "kueue.x-k8s.io/pod-index";

    /// <summary>What tells the group of a Pod; null for a Pod that is in none.</summary>
    public static (string Namespace, string Name)? GroupOf(MappingNode document) =>
        document["metadata"] is MappingNode metadata && metadata["labels"] is MappingNode labels && ManifestReader.Text(labels, GroupName) is { } name
            ? (ManifestReader.Text(metadata, "namespace") ?? "", name)
            : null;

    /// <summary>The job of a whole group, or of one Pod.</summary>
    public static ManifestJob? Read(IReadOnlyList<MappingNode> documents, ImportLog log)
    {
        var pods = documents.Select(d => new Section(d, "", d, log).Check(CommonFields.Document)).ToList();
        var metadata = pods.Select(p => p.Required("metadata")).ToList();
        var specs = pods.Select(p => p.Required("spec")).ToList();
        var names = metadata.Select(MetadataImport.Read).ToList();
        var group = GroupOf(documents[0]);
        if (group is not null)
            CheckGroup(metadata[0], documents.Count);
        var queue = QueueImport.FromLabels(metadata[0]);
        var priority = PriorityImport.FromLabels(metadata[0], specs[0]);
        CheckOthers(metadata, queue);
        log.Note(ImportNoteKind.Default, documents[0].Line, "spec", "spec.retry.limit = 0 (a Pod that has failed is not made again)");
        var shapes = names.Select((n, i) => new PodShapes.Pod(n.Name, ReadTemplate(pods[i], metadata[i], specs[i]), pods[i], "spec"));
        var job = new Job
        {
            Metadata = names[0] with
            {
                Name = group?.Name ?? names[0].Name,
                Labels = Shared(names.ConvertAll(n => n.Labels)),
                Annotations = Shared(names.ConvertAll(n => n.Annotations)),
            },
            Spec = new JobSpec { Queue = queue, Priority = priority, PodSets = PodShapes.Group(shapes) },
        };
        return log.Finish(job, documents[0]);
    }

    // What only some of the pods have says nothing of the job.
    private static ImmutableSortedDictionary<string, string> Shared(List<ImmutableSortedDictionary<string, string>> all) =>
        all[0].RemoveRange(all[0].Where(p => all.Exists(o => o.GetValueOrDefault(p.Key) != p.Value)).Select(p => p.Key));

    private static void CheckGroup(Section metadata, int pods)
    {
        if (metadata.Child("labels") is { } labels)
        {
            labels.Mapped(GroupName, "metadata.name", Names.Clip(labels.Text(GroupName)));
            labels.Came("metadata.name", GroupName);
        }
        if (metadata.Child("annotations") is not { } annotations || annotations.Text(TotalCount) is not { } total)
            metadata.Fault("annotations", $"there is no {TotalCount}", "write how many pods the group has, in quotes");
        else if (total != pods.ToString(CultureInfo.InvariantCulture))
            annotations.Fault(TotalCount, $"it is '{Names.Clip(total)}', but the file has {pods} of the group's pods",
                "put all pods of the group into one file, or correct the number");
        else
            annotations.Log.Note(ImportNoteKind.Mapped, annotations.Line(TotalCount), annotations.At(TotalCount), $"{pods} pods that start together");
    }

    private static void CheckOthers(List<Section> metadata, string queue)
    {
        foreach (var other in metadata.Skip(1))
        {
            var quiet = new ImportLog(new ManifestFaults(""), other.Log.Options);
            var name = QueueImport.FromLabels(new Section(other.Node, other.Path, other.Document, quiet));
            if (name != queue)
                other.Fault("labels", $"the queue is {Names.Clip(name)}, but the group's first pod is in {Names.Clip(queue)}", "name the same queue in all pods of a group");
        }
    }

    private static PodTemplate ReadTemplate(Section pod, Section metadata, Section spec)
    {
        var shown = new MappingNode(metadata.Node.Line, metadata.Node.Column);
        foreach (var key in (ReadOnlySpan<string>)["labels", "annotations"])
            if (metadata.Child(key) is { } texts)
                Copy(texts, shown, key);
        TemplateImport.NoteWishes(metadata);
        var template = new MappingNode(pod.Node.Line, pod.Node.Column);
        if (shown.Entries.Count > 0)
            template.Entries.Add("metadata", new MappingEntry(shown.Line, shown.Column, shown));
        template.Entries.Add("spec", new MappingEntry(spec.Node.Line, spec.Node.Column, TemplateImport.Prepare(spec)));
        return new PodTemplate(VerbatimJson.Write(template));
    }

    // What Kueue goes by is the group's, and would make pods that are alike differ.
    private static void Copy(Section texts, MappingNode target, string key)
    {
        var copy = new MappingNode(texts.Node.Line, texts.Node.Column);
        foreach (var (name, entry) in texts.Node.Entries)
            if (name == FastAdmission)
                texts.Ignored(name, "a group starts when all of it has a place");
            else if (name == Retriable)
                texts.Ignored(name, CommonFields.GangRetry);
            else if (name is not (GroupName or TotalCount or PodIndex) && name != "kubectl.kubernetes.io/last-applied-configuration")
                copy.Entries.Add(name, entry);
        if (copy.Entries.Count > 0)
            target.Entries.Add(key, new MappingEntry(copy.Line, copy.Column, copy));
    }
}
