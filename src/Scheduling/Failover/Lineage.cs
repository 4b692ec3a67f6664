namespace Muster.Scheduling;

/// <summary>Which ledger this is, and which it was recovered from.</summary>
/// <param name="Current">Identity of this ledger.</param>
/// <param name="Ancestors">Identities of the ones before it: their attempts are its own.</param>
public sealed record Lineage(string Current, IReadOnlySet<string> Ancestors)
{
    /// <summary>True for this ledger, and for one that it was recovered from.</summary>
    public bool Includes(string incarnation) => incarnation == Current || Ancestors.Contains(incarnation);
}
