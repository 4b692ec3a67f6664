using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Narrows what is asked for to what the caller may see, as far as a query can say it.</summary>
internal static class JobScope
{
    /// <summary>
    /// The query with the caller's only queue and only namespace in it; null when nothing of what it asks for is the caller's.
    /// What it finds has to be looked through all the same: <see cref="JobAccess.Sees"/>.
    /// </summary>
    public static JobQuery? Narrow(JobQuery query, Caller caller)
    {
        if (caller.SeesAllJobs)
            return query;
        if (!caller.May(Permission.ReadJobs, query.Queue, query.Namespace))
            return null;
        var queues = caller.Grants.Where(static g => g.Role.Has(Permission.ReadJobs)).Select(static g => g.Queue).Distinct(StringComparer.Ordinal).ToList();
        var spaces = caller.Grants.Where(static g => g.Role.Has(Permission.ReadJobs))
            .SelectMany(static g => g.Namespaces.IsDefaultOrEmpty ? [null] : g.Namespaces.Select(static string? (n) => n)).Distinct(StringComparer.Ordinal).ToList();
        return query with
        {
            Queue = query.Queue ?? (queues.Count == 1 && caller.IsLeaf(queues[0]) ? queues[0] : null),
            Namespace = query.Namespace ?? (spaces.Count == 1 ? spaces[0] : null),
        };
    }
}
