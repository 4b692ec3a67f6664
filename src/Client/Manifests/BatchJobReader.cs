using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Reads a plain Kubernetes Job as it would have been sent to a cluster. Every field is mapped, ignored with a reason,
/// or an error; nothing is dropped in silence.
/// </summary>
internal sealed class BatchJobReader
{
    private const int KubernetesBackoffLimit = 6;

    private readonly MappingNode _document;
    private readonly ManifestFaults _faults;
    private readonly List<string> _notes = [];

    private BatchJobReader(MappingNode document, ManifestFaults faults) => (_document, _faults) = (document, faults);

    public static ManifestJob? Read(MappingNode document, ManifestFaults faults)
    {
        var before = faults.Count;
        var reader = new BatchJobReader(document, faults);
        var job = reader.ReadJob();
        if (faults.Count > before || job is null)
            return null;
        foreach (var error in JobValidator.Validate(job))
            FieldPlaces.Report(document, error, BatchFields.Original(error.Field), faults);
        return new ManifestJob(job, [.. reader._notes], faults.Source, document.Line);
    }

    private Job? ReadJob()
    {
        BatchFields.CheckKnown(_document, "", BatchFields.Document, _notes, _faults);
        var (metadata, spec) = (Mapping("metadata"), Mapping("spec"));
        if (metadata is null || spec is null)
            return null;
        BatchFields.CheckKnown(metadata, "metadata", BatchFields.Metadata, _notes, _faults);
        BatchFields.CheckKnown(spec, "spec", BatchFields.Spec, _notes, _faults);
        GeneratedNames.Check(metadata, _faults);

        var labels = Texts(metadata, "labels");
        return new Job
        {
            Metadata = new JobMetadata
            {
                Namespace = Text(metadata, "namespace") ?? "default",
                Name = Text(metadata, "name") ?? "",
                Labels = labels,
                Annotations = Annotations(metadata),
            },
            Spec = new JobSpec
            {
                Queue = Queue(labels),
                Runtime = new RuntimeSpec { MaxSeconds = Mapped(spec, "activeDeadlineSeconds", "spec.runtime.maxSeconds") },
                Retry = new RetrySpec { Limit = RetryLimit(spec) },
                PodSets = [new PodSet { Count = Count(spec), Template = Template(spec) }],
            },
        };
    }

    private string Queue(ImmutableSortedDictionary<string, string> labels)
    {
        foreach (var label in BatchFields.QueueLabels)
            if (labels.TryGetValue(label, out var queue))
            {
                _notes.Add($"mapped: metadata.labels[\"{label}\"] -> spec.queue = {Names.Clip(queue)}");
                return queue;
            }
        _notes.Add($"default: spec.queue = default (no label {string.Join(" or ", BatchFields.QueueLabels)})");
        return "default";
    }

    private int Count(MappingNode spec)
    {
        var parallelism = Mapped(spec, "parallelism", "spec.podSets[0].count") ?? 1;
        if (Number(spec, "completions") is { } completions && completions != parallelism)
            _faults.Add(spec["completions"]!, "spec.completions", $"{completions} differs from parallelism, {parallelism}: Muster starts all pods of a job together",
                "write the same number, or send a job for each share of the work");
        else if (spec["completions"] is not null)
            _notes.Add("mapped: spec.completions (every pod has to succeed)");
        return (int)Math.Clamp(parallelism, int.MinValue, int.MaxValue);
    }

    private int RetryLimit(MappingNode spec)
    {
        if (Number(spec, "backoffLimit") is not { } limit)
        {
            _notes.Add($"default: spec.retry.limit = {KubernetesBackoffLimit} (as Kubernetes does without spec.backoffLimit)");
            return KubernetesBackoffLimit;
        }
        var most = Math.Min(limit, RetrySpec.MaxLimit);
        _notes.Add($"mapped: spec.backoffLimit -> spec.retry.limit = {most} (each retry starts the whole gang again)");
        return (int)Math.Max(most, int.MinValue);
    }

    private PodTemplate Template(MappingNode spec)
    {
        if (spec["template"] is not MappingNode template)
        {
            _faults.Add(spec["template"] ?? spec, "spec.template", "there is none", "write a pod template with spec.containers");
            return default;
        }
        if (template["spec"] is MappingNode pod && pod["priorityClassName"] is not null)
            _notes.Add("ignored: spec.template.spec.priorityClassName (the queue goes by spec.priority, which a Job of muster.dev/v1alpha1 has; the pods keep the class)");
        _notes.Add("mapped: spec.template -> spec.podSets[0].template (verbatim)");
        return new PodTemplate(VerbatimJson.Write(template));
    }

    private long? Mapped(MappingNode spec, string key, string target)
    {
        var number = Number(spec, key);
        if (number is not null)
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"mapped: spec.{key} -> {target} = {number}"));
        return number;
    }

    private long? Number(MappingNode spec, string key)
    {
        if (spec[key] is not { } node)
            return null;
        if (node is ScalarNode { Kind: ScalarKind.Number } scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        _faults.Add(node, $"spec.{key}", "it is no whole number", "write a whole number without quotes");
        return null;
    }

    private string? Text(MappingNode metadata, string key)
    {
        if (metadata[key] is null or ScalarNode { Kind: ScalarKind.Text })
            return ManifestReader.Text(metadata, key);
        _faults.Add(metadata[key]!, $"metadata.{key}", "it is no text", "write a text; true and numbers need quotes");
        return null;
    }

    private ImmutableSortedDictionary<string, string> Annotations(MappingNode metadata)
    {
        var annotations = Texts(metadata, "annotations");
        if (annotations.ContainsKey(BatchFields.LastApplied))
            _notes.Add($"ignored: metadata.annotations[\"{BatchFields.LastApplied}\"] (kubectl's own)");
        return annotations.Remove(BatchFields.LastApplied);
    }

    private ImmutableSortedDictionary<string, string> Texts(MappingNode metadata, string key)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (metadata[key] is MappingNode map)
            foreach (var (name, entry) in map.Entries)
                if (entry.Value is ScalarNode { Kind: ScalarKind.Text } text)
                    texts[name] = text.Text;
                else
                    _faults.Add(entry.Line, entry.Column, FieldPath.Member($"metadata.{key}", name), "it is no text", "write a text; true and numbers need quotes");
        else if (metadata[key] is { } other)
            _faults.Add(other, $"metadata.{key}", "it is not a mapping", "write a mapping of texts");
        return texts.ToImmutable();
    }

    private MappingNode? Mapping(string key)
    {
        if (_document[key] is MappingNode mapping)
            return mapping;
        _faults.Add(_document[key] ?? _document, key, "it is not a mapping", "write a mapping");
        return null;
    }
}
