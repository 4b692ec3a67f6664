namespace Muster.Client;

/// <summary>What was made of one field of a manifest.</summary>
/// <param name="Kind">Whether it was mapped, and what it means if not.</param>
/// <param name="Line">Line of the field, from 1.</param>
/// <param name="Field">Path of the field within its document.</param>
/// <param name="Text">Where it went, or why it did not.</param>
public sealed record ImportNote(ImportNoteKind Kind, int Line, string Field, string Text)
{
    /// <summary>One line, without its place: <c>mapped  spec.parallelism -> spec.podSets[0].count = 4</c>.</summary>
    public override string ToString() => Kind switch
    {
        ImportNoteKind.Mapped => $"mapped  {Field} -> {Text}",
        ImportNoteKind.Default => $"default {Field}: {Text}",
        ImportNoteKind.Ignored => $"ignored {Field}: {Text}",
        _ => $"warning {Field}: {Text}",
    };
}
