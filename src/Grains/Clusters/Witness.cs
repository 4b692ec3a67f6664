using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>What a cluster keeps of the ledger that acts on it.</summary>
internal static class Witness
{
    /// <summary>Reads it, and compares it with the ledger here: one that is another, or behind, must not be acted on.</summary>
    /// <returns>What the cluster keeps; null for nothing.</returns>
    /// <exception cref="LedgerRolledBackException">The ledger is not the one that was there before, or behind it.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger does not say how far it is.</exception>
    public static async Task<LedgerPosition?> CompareAsync(
        ClusterName cluster, IClusterGateway gateway, ILedgerGuard guard, IReadOnlySet<Guid> ancestors, CancellationToken cancellationToken)
    {
        if (await gateway.ReadWitnessAsync(cancellationToken) is not { } found)
            return null;
        // The ledger was recovered from that one, by an operator who knew what he did.
        if (ancestors.Contains(found.Incarnation))
            return found;
        var known = guard.Position;
        // Others may have written what this silo has not seen yet.
        if (found.Incarnation == known.Incarnation && found.Counter > known.Counter)
            known = await guard.ReadPositionAsync(cancellationToken);
        if (found.Incarnation != known.Incarnation)
            throw guard.Report($"The ledger was wiped or replaced: cluster '{cluster}' belongs to the ledger {found.Incarnation:D} (seen at write {found.Counter}), and the one here is {known.Incarnation:D} (at write {known.Counter}).");
        if (found.Counter > known.Counter)
            throw guard.Report($"The ledger was rolled back: cluster '{cluster}' has seen it at write {found.Counter}, and it is at write {known.Counter}.");
        return found;
    }
}
