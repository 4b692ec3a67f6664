using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>What was made of the manifests of other systems.</summary>
/// <param name="Jobs">The jobs, in the order of the text; without those that have faults.</param>
internal sealed record ImportResult(ImmutableArray<ManifestJob> Jobs)
{
    /// <summary>The notes of all jobs.</summary>
    public IEnumerable<ImportNote> Notes => Jobs.SelectMany(j => j.Notes);
}
