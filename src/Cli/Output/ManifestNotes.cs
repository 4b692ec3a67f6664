using Muster.Client;

namespace Muster.Cli;

/// <summary>Tells what was made of manifests, one line for each field.</summary>
internal static class ManifestNotes
{
    /// <summary>One line: where the field stands, and what became of it.</summary>
    public static string Line(ManifestJob manifest, ImportNote note) => $"{manifest.Source}:{note.Line}: {note}";

    public static void Say(TextWriter writer, IEnumerable<ManifestJob> manifests)
    {
        foreach (var manifest in manifests)
            foreach (var note in manifest.Notes)
                writer.WriteLine(Line(manifest, note));
    }
}
