using Muster.Contracts;

namespace Muster.Client;

/// <summary>What is found out while one job is imported: notes, faults, and from where each of its fields came.</summary>
internal sealed class ImportLog(ManifestFaults faults, ImportOptions options)
{
    private readonly List<ImportNote> _notes = [];
    private readonly List<(string Ours, MappingNode Document, string Theirs)> _origins = [];
    private readonly int _before = faults.Count;

    public ManifestFaults Faults => faults;

    public ImportOptions Options => options;

    public void Note(ImportNoteKind kind, int line, string field, string text) => _notes.Add(new ImportNote(kind, line, field, text));

    /// <summary>Remembers that our field, and all below it, was read from theirs.</summary>
    public void Came(string ours, MappingNode document, string theirs) => _origins.Add((ours, document, theirs));

    /// <summary>The job as it is after a check; null when the source has faults. The validator's faults are told of the source's fields.</summary>
    public ManifestJob? Finish(Job job, MappingNode document)
    {
        if (faults.Count > _before)
            return null;
        foreach (var error in JobValidator.Validate(job))
        {
            var origin = _origins.Where(o => IsAbove(o.Ours, error.Field)).OrderByDescending(o => o.Ours.Length).FirstOrDefault();
            var field = origin.Ours is null ? error.Field : origin.Theirs + error.Field[origin.Ours.Length..];
            var queue = error.Field == "spec.queue" ? "; or name Muster's queue with --queue-map" : "";
            FieldPlaces.Report(origin.Document ?? document, error with { Remedy = error.Remedy + queue }, field, faults);
        }
        return new ManifestJob(job, [.. _notes.OrderBy(n => n.Line)], faults.Source, document.Line);
    }

    private static bool IsAbove(string ours, string field) =>
        field.StartsWith(ours, StringComparison.Ordinal) && (field.Length == ours.Length || field[ours.Length] is '.' or '[');
}
