using System.Text;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Reads jobs from manifests, YAML or JSON: Muster's own kind, and the kinds of other systems that can be imported. A text
/// that begins with a brace is read as JSON. Size and depth are bounded by <see cref="ManifestLimits"/>.
/// </summary>
public static class ManifestReader
{
    private const string Accepted = $"write {Job.CurrentApiVersion} Job; read as well are {Imports.Kinds}";

    /// <summary>The jobs of a text, in its order; every one has passed <see cref="JobValidator"/>.</summary>
    /// <param name="text">The manifest: one document, or several divided by <c>---</c>.</param>
    /// <param name="source">What to call it in messages: the file's name.</param>
    /// <exception cref="ManifestException">It is not acceptable; each fault is named with its line, its field and a remedy.</exception>
    public static IReadOnlyList<ManifestJob> Read(string text, string source) => Read(text, source, ImportOptions.None);

    /// <summary>The same, with what manifests of other systems do not say.</summary>
    /// <param name="text">The manifest: one document, or several divided by <c>---</c>.</param>
    /// <param name="source">What to call it in messages: the file's name.</param>
    /// <param name="options">Goes for the kinds of other systems; Muster's own say everything themselves.</param>
    /// <exception cref="ManifestException">It is not acceptable; each fault is named with its line, its field and a remedy.</exception>
    public static IReadOnlyList<ManifestJob> Read(string text, string source, ImportOptions options)
    {
        var faults = new ManifestFaults(source);
        if (text.Length > ManifestLimits.MaxBytes || Encoding.UTF8.GetByteCount(text) > ManifestLimits.MaxBytes)
            throw faults.Fatal(1, 1, "", "the file is too large", $"write at most {ManifestLimits.MaxBytes} bytes, or use several files");

        var jobs = ReadJobs(ReadDocuments(text.TrimStart('\uFEFF'), faults), options, faults);
        CheckUnique(jobs, faults);
        if (jobs.Count == 0 && faults.Count == 0)
            throw faults.Fatal(1, 1, "", "there is no job in it", Accepted);
        faults.ThrowIfAny();
        return jobs;
    }

    private static List<ManifestNode> ReadDocuments(string text, ManifestFaults faults) =>
        text.AsSpan().TrimStart().StartsWith('{')
            ? [JsonTreeReader.ReadDocument(text, faults)]
            : new YamlTreeReader(text, faults).ReadDocuments();

    private static List<ManifestJob> ReadJobs(List<ManifestNode> documents, ImportOptions options, ManifestFaults faults)
    {
        var (jobs, others) = (new List<ManifestJob>(), new List<MappingNode>());
        foreach (var node in documents)
            if (node is not MappingNode document)
                faults.Add(node, "", "the document is no mapping", "begin it with apiVersion and kind");
            else if (Text(document, "apiVersion") == Job.CurrentApiVersion && Text(document, "kind") == "Job")
                jobs.AddRange(MusterJobReader.Read(document, faults) is { } job ? [job] : []);
            else if (Imports.Knows(document))
                others.Add(document);
            else
                Unknown(document, faults);
        jobs.AddRange(Imports.Read(others, options, faults).Jobs);
        return [.. jobs.OrderBy(j => j.Line)];
    }

    private static void Unknown(MappingNode document, ManifestFaults faults)
    {
        var (version, kind) = (Text(document, "apiVersion"), Text(document, "kind"));
        var field = version == Job.CurrentApiVersion || Imports.KnowsVersion(version) ? "kind" : "apiVersion";
        var (line, column) = document.Entries.TryGetValue(field, out var entry) ? (entry.Line, entry.Column) : (document.Line, document.Column);
        var problem = (string.IsNullOrEmpty(version), string.IsNullOrEmpty(kind)) switch
        {
            (true, true) => "a document without apiVersion and kind is not read",
            (true, _) => $"a {Names.Clip(kind)} without apiVersion is not read",
            (_, true) => $"{Names.Clip(version)} without kind is not read",
            _ => $"{Names.Clip(version)} {Names.Clip(kind)} is not read",
        };
        faults.Add(line, column, field, problem, Accepted);
    }

    internal static string? Text(MappingNode mapping, string key) => mapping[key] is ScalarNode { Kind: ScalarKind.Text } scalar ? scalar.Text : null;

    private static void CheckUnique(List<ManifestJob> jobs, ManifestFaults faults)
    {
        foreach (var again in jobs.GroupBy(j => j.Job.Id).SelectMany(g => g.Skip(1)))
            faults.Add(again.Line, 1, "metadata.name", $"the file has another job {again.Job.Id}", "give each job a name of its own");
    }
}
