using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Why a store that is, or was, recovered does not take what it is sent.</summary>
internal static class RecoveryFaults
{
    /// <summary>A recovery was begun.</summary>
    public static LedgerUnavailableException UnderWay() => new(
        "The ledger is being recovered from the clusters, and nothing else is recorded until that has ended. If it broke off: muster recover --yes");

    /// <summary>This silo knows the store from before a recovery.</summary>
    public static LedgerUnavailableException Outdated() => new(
        "The ledger was recovered since this silo was started. Start the silo anew.");

    /// <summary>A recovery that is not the last one goes on.</summary>
    public static LedgerUnavailableException Overtaken() => new(
        "Another recovery of the ledger was begun since, or this one has ended already. Look at muster recover --dry-run, and begin anew if there is something to do.");
}
