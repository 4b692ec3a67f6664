namespace Muster.Client;

/// <summary>What is wrong at one place of a manifest.</summary>
/// <param name="Source">The file, as the caller named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Field">Path of the field within its document; empty for the whole.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ManifestFault(string Source, int Line, int Column, string Field, string Problem, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Source}:{Line}:{Column}: {(Field.Length == 0 ? "" : Field + ": ")}{Problem}; {Remedy}";
}
