using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>A job that was read from a manifest.</summary>
/// <param name="Job">The job; it has passed <see cref="JobValidator"/>.</param>
/// <param name="Notes">What was mapped to something else, and what was ignored and why; empty for a manifest of Muster's own kind.</param>
/// <param name="Source">The file, as the caller named it.</param>
/// <param name="Line">Line at which its document begins, from 1.</param>
public sealed record ManifestJob(Job Job, ImmutableArray<ImportNote> Notes, string Source, int Line)
{
    /// <summary>The notes as lines.</summary>
    public ImmutableArray<string> Warnings => [.. Notes.Select(n => n.ToString())];
}
