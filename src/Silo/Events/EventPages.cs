using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Reads a page of what matches from the event log, looking through a bounded part of it.</summary>
internal static class EventPages
{
    /// <exception cref="WatchExpiredException">Entries that were asked for have been dropped.</exception>
    public static async Task<ChangePage> ReadAsync(
        ILedger ledger, EventFilter filter, long after, int limit, int maxPages, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<JobChange>();
        var end = await ledger.WaitForChangesAsync(-1, cancellationToken);
        var size = filter.TakesAll ? limit : ILedger.MaxChangesPage;
        for (var pages = 0; pages < maxPages && found.Count < limit; pages++)
        {
            var changes = await ledger.ReadChangesAsync(after, filter.Job, size, cancellationToken);
            after = Take(changes, filter, limit, found) ?? after;
            if (found.Count < limit && changes.Length < size)
            {
                after = Math.Max(after, end);
                break;
            }
        }
        return new ChangePage(found.DrainToImmutable(), await ledger.WaitForChangesAsync(-1, cancellationToken), after);
    }

    // Returns the sequence of the last entry that was looked at.
    private static long? Take(ImmutableArray<JobChange> changes, EventFilter filter, int limit, ImmutableArray<JobChange>.Builder found)
    {
        long? looked = null;
        foreach (var change in changes)
        {
            if (found.Count == limit)
                break;
            looked = change.Sequence;
            if (filter.Matches(change.Job, change.Queue))
                found.Add(change);
        }
        return looked;
    }
}
