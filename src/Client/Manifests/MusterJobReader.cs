using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Reads Muster's own kind of job. What Muster itself writes there when it shows a job is passed over, so that a job that was shown can be sent again.</summary>
internal static class MusterJobReader
{
    public static ManifestJob? Read(MappingNode document, ManifestFaults faults)
    {
        var before = faults.Count;
        var notes = new List<ImportNote>();
        Drop(document, "status", "status", "Muster writes it", notes);
        if (document["metadata"] is MappingNode metadata)
        {
            Drop(metadata, "uid", "metadata.uid", "Muster gives it", notes);
            GeneratedNames.Check(metadata, faults);
        }
        var json = TypedJson.Write(document, OutsideJson.Request<Job>(), faults);
        if (faults.Count > before)
            return null;
        var job = JsonSerializer.Deserialize(json.Span, OutsideJson.Request<Job>())!;
        foreach (var error in JobValidator.Validate(job))
            FieldPlaces.Report(document, error, error.Field, faults);
        return new ManifestJob(job, [.. notes], faults.Source, document.Line);
    }

    private static void Drop(MappingNode mapping, string key, string path, string why, List<ImportNote> notes)
    {
        var there = mapping[key] is not (null or ScalarNode { Text: "" });
        if (there)
            notes.Add(new ImportNote(ImportNoteKind.Ignored, mapping.Entries[key].Line, path, why));
        mapping.Entries.Remove(key);
    }
}
