namespace Muster.Architecture.Tests;

/// <summary>A source file.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Text">What is in it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public IEnumerable<string> Lines => Text.ReplaceLineEndings("\n").Split('\n');
}
