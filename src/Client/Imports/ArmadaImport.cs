using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Imports an Armada job file: each of its jobs becomes a job, and each of its gangs one job, too.</summary>
internal static class ArmadaImport
{
    /// <summary>An Armada file says neither apiVersion nor kind: it is known by its fields.</summary>
    public static bool IsOne(MappingNode document) =>
        !document.Entries.ContainsKey("apiVersion") && !document.Entries.ContainsKey("kind")
        && document["jobs"] is SequenceNode && (document["jobSetId"] is not null || document["queue"] is not null);

    public static IEnumerable<ManifestJob> Read(MappingNode document, ManifestFaults faults, ImportOptions options)
    {
        var before = faults.Count;
        var file = new Section(document, "", document, new ImportLog(faults, options)).Check(ArmadaFields.File);
        if (!file.Has("jobSetId"))
            file.Fault("jobSetId", "there is none", "write one: the jobs are named after it");
        if (file.Items("jobs").Count == 0 && faults.Count == before)
            file.Fault("jobs", "there are none", "write at least one, with a podSpec");
        if (faults.Count > before)
            yield break;
        var items = file.Items("jobs").Select((item, i) => (item, i)).ToList();
        foreach (var gang in items.GroupBy(j => GangOf(j.item) ?? "#" + j.i.ToString(CultureInfo.InvariantCulture)))
            if (ReadGang(document, [.. gang.Select(j => (j.item.Node, j.i))], new ImportLog(faults, options)) is { } job)
                yield return job;
    }

    private static ManifestJob? ReadGang(MappingNode document, List<(MappingNode Node, int Index)> members, ImportLog log)
    {
        var file = new Section(document, "", document, log);
        var items = members.ConvertAll(m => new Section(m.Node, FieldPath.Item("jobs", m.Index), document, log).Check(ArmadaFields.Item));
        var (first, set) = (items[0], file.Text("jobSetId") ?? "");
        CheckGang(items);
        var (labels, annotations) = (first.Texts("labels"), first.Texts("annotations"));
        if (Names.IsLabelValue(set))
            labels = labels.SetItem(ArmadaFields.JobSetLabel, set);
        else
            annotations = annotations.SetItem(ArmadaFields.JobSetLabel, set);
        file.Mapped("jobSetId", $"metadata.{(Names.IsLabelValue(set) ? "labels" : "annotations")}[\"{ArmadaFields.JobSetLabel}\"]", Names.Clip(set));
        first.Defaults("podSpec", "spec.retry.limit = 0 (how often Armada tries again is set at its server)");
        first.Came("metadata.labels", "labels");
        first.Came("metadata.annotations", "annotations");
        var job = new Job
        {
            Metadata = new JobMetadata
            {
                Name = ArmadaNames.Of(file, first, members[0].Index, GangOf(first)),
                Namespace = first.Text("namespace") ?? log.Options.Namespace,
                Labels = labels,
                Annotations = annotations.RemoveRange([ArmadaFields.GangId, ArmadaFields.GangCardinality]),
            },
            Spec = new JobSpec
            {
                Queue = QueueImport.FromField(file, "queue"),
                Priority = ArmadaPriority.Of(items),
                PodSets = PodShapes.Group(items.Select((item, i) => ReadPod(item, members[i].Index))),
            },
        };
        return log.Finish(job, first.Node);
    }

    private static PodShapes.Pod ReadPod(Section item, int index)
    {
        if (item.Has("requiredNodeLabels"))
            item.Fault("requiredNodeLabels", "it is no longer a field of Armada's", "write the labels as podSpec.nodeSelector");
        var (spec, field) = PodSpec(item);
        if (spec is null)
            return new PodShapes.Pod("", new PodTemplate("{}"), item, "podSpec");
        var template = new MappingNode(spec.Node.Line, spec.Node.Column);
        if (Metadata(item) is { Entries.Count: > 0 } metadata)
            template.Entries.Add("metadata", new MappingEntry(metadata.Line, metadata.Column, metadata));
        TemplateImport.NoteWishes(item);
        template.Entries.Add("spec", new MappingEntry(spec.Node.Line, spec.Node.Column, TemplateImport.Prepare(spec)));
        return new PodShapes.Pod($"job-{index.ToString(CultureInfo.InvariantCulture)}", new PodTemplate(VerbatimJson.Write(template)), item, field);
    }

    private static (Section? Spec, string Field) PodSpec(Section item)
    {
        var several = item.Items("podSpecs");
        if (several.Count == 1 && !item.Has("podSpec"))
            return (several[0], "podSpecs");
        if (several.Count > 0)
            item.Fault("podSpecs", "there is more than one pod", "write one podSpec a job, and make a gang of several jobs");
        else if (!item.Has("podSpec"))
            item.Fault("podSpec", "there is none", "write a podSpec with containers");
        return (several.Count > 0 ? null : item.Child("podSpec"), "podSpec");
    }

    private static MappingNode Metadata(Section item)
    {
        var metadata = new MappingNode(item.Node.Line, item.Node.Column);
        foreach (var key in (ReadOnlySpan<string>)["labels", "annotations"])
            if (item.Child(key)?.Node is { } texts)
            {
                var copy = new MappingNode(texts.Line, texts.Column);
                foreach (var (name, entry) in texts.Entries)
                    if (name is not (ArmadaFields.GangId or ArmadaFields.GangCardinality))
                        copy.Entries.Add(name, entry);
                if (copy.Entries.Count > 0)
                    metadata.Entries.Add(key, new MappingEntry(copy.Line, copy.Column, copy));
            }
        return metadata;
    }

    private static void CheckGang(List<Section> items)
    {
        if (items[0].Child("annotations") is not { } annotations || GangOf(items[0]) is null)
            return;
        if (annotations.Has(ArmadaFields.GangUniformity))
            annotations.Warn(ArmadaFields.GangUniformity, "pods of a gang share a cluster, but not the value of a label of their nodes");
        var count = items.Count.ToString(CultureInfo.InvariantCulture);
        if (annotations.Text(ArmadaFields.GangCardinality) is { } cardinality && cardinality != count)
            annotations.Fault(ArmadaFields.GangCardinality, $"it is '{Names.Clip(cardinality)}', but the file has {count} of the gang's jobs",
                "put all jobs of the gang into one file, or correct the number");
        else
            annotations.Mapped(ArmadaFields.GangId, "one job", $"{count} pods that start together");
        foreach (var other in items.Skip(1))
            if (other.Text("namespace") != items[0].Text("namespace"))
                other.Fault("namespace", "it is not that of the gang's first job", "put all jobs of a gang into one namespace");
    }

    private static string? GangOf(Section item) =>
        item.Node["annotations"] is MappingNode annotations ? ManifestReader.Text(annotations, ArmadaFields.GangId) : null;
}
