using System.Text;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Reads jobs from manifests, YAML or JSON: Muster's own kind, and plain Kubernetes <c>batch/v1</c> Jobs. A text that
/// begins with a brace is read as JSON. Size and depth are bounded by <see cref="ManifestLimits"/>.
/// </summary>
public static class ManifestReader
{
    /// <summary>The jobs of a text, in its order; every one has passed <see cref="JobValidator"/>.</summary>
    /// <param name="text">The manifest: one document, or several divided by <c>---</c>.</param>
    /// <param name="source">What to call it in messages: the file's name.</param>
    /// <exception cref="ManifestException">It is not acceptable; each fault is named with its line, its field and a remedy.</exception>
    public static IReadOnlyList<ManifestJob> Read(string text, string source)
    {
        var faults = new ManifestFaults(source);
        if (text.Length > ManifestLimits.MaxBytes || Encoding.UTF8.GetByteCount(text) > ManifestLimits.MaxBytes)
            throw faults.Fatal(1, 1, "", "the file is too large", $"write at most {ManifestLimits.MaxBytes} bytes, or use several files");

        var jobs = new List<ManifestJob>();
        foreach (var document in ReadDocuments(text.TrimStart('\uFEFF'), faults))
            if (ReadJob(document, faults) is { } job)
                jobs.Add(job);
        CheckUnique(jobs, faults);
        if (jobs.Count == 0 && faults.Count == 0)
            throw faults.Fatal(1, 1, "", "there is no job in it", $"write a document of kind Job ({Job.CurrentApiVersion} or batch/v1)");
        faults.ThrowIfAny();
        return jobs;
    }

    private static List<ManifestNode> ReadDocuments(string text, ManifestFaults faults) =>
        text.AsSpan().TrimStart().StartsWith('{')
            ? [JsonTreeReader.ReadDocument(text, faults)]
            : new YamlTreeReader(text, faults).ReadDocuments();

    private static ManifestJob? ReadJob(ManifestNode node, ManifestFaults faults)
    {
        if (node is not MappingNode document)
        {
            faults.Add(node, "", "the document is no mapping", "begin it with apiVersion and kind");
            return null;
        }
        switch (Text(document, "apiVersion"), Text(document, "kind"))
        {
            case (Job.CurrentApiVersion, "Job"):
                return MusterJobReader.Read(document, faults);
            case ("batch/v1", "Job"):
                return BatchJobReader.Read(document, faults);
            case var (version, kind):
                faults.Add(document, "kind", $"{Named(version, "apiVersion")} {Named(kind, "kind")} is not read",
                    $"write {Job.CurrentApiVersion} Job, or batch/v1 Job");
                return null;
        }
    }

    private static string Named(string? value, string field) => string.IsNullOrEmpty(value) ? $"a document without {field}" : Names.Clip(value);

    internal static string? Text(MappingNode mapping, string key) => mapping[key] is ScalarNode { Kind: ScalarKind.Text } scalar ? scalar.Text : null;

    private static void CheckUnique(List<ManifestJob> jobs, ManifestFaults faults)
    {
        foreach (var again in jobs.GroupBy(j => j.Job.Id).SelectMany(g => g.Skip(1)))
            faults.Add(again.Line, 1, "metadata.name", $"the file has another job {again.Job.Id}", "give each job a name of its own");
    }
}
