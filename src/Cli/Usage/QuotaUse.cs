using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How much of a quota is used.</summary>
/// <param name="Flavor">The flavor.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Used">What the queue and those below it use, in the resource's smallest unit.</param>
/// <param name="Nominal">What the queue brings by itself; null when it has no quota of its own.</param>
/// <param name="Tree">What it and those below it bring together; null when none has a quota.</param>
/// <param name="Borrowing">What it may borrow beyond that; null for all there is.</param>
/// <param name="Lending">What it lends of what it does not use; null for all.</param>
internal sealed record QuotaUse(string Flavor, string Resource, long Used, long? Nominal, long? Tree, long? Borrowing = null, long? Lending = null)
{
    public string Text(long amount) => Quantity.Format(Resource, amount);

    /// <summary>Each quota of a queue, and what is used without one.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="all">Every queue, to know those below it.</param>
    public static IEnumerable<QuotaUse> Of(QueueSnapshot queue, IReadOnlyCollection<QueueSnapshot> all)
    {
        var tree = Sum(queue, all);
        var uses = queue.Usage.IsDefault ? [] : queue.Usage;
        foreach (var quota in queue.Spec.Quotas)
        {
            var used = uses.FirstOrDefault(u => u.Flavor == quota.Flavor)?.Resources ?? ResourceVector.Empty;
            foreach (var each in quota.Resources)
                yield return new QuotaUse(quota.Flavor, each.Resource, used[each.Resource], each.Nominal, tree[(quota.Flavor, each.Resource)], each.BorrowingLimit, each.LendingLimit);
        }
        foreach (var use in uses)
            foreach (var (resource, amount) in use.Resources.Entries)
                if (!queue.Spec.Quotas.Any(q => q.Flavor == use.Flavor && q.Resources.Any(r => r.Resource == resource)))
                    yield return new QuotaUse(use.Flavor, resource, amount, null, tree.TryGetValue((use.Flavor, resource), out var sum) ? sum : null);
    }

    // What a queue uses is what its tree uses, so that is what it has to be held against.
    private static Dictionary<(string Flavor, string Resource), long> Sum(QueueSnapshot top, IReadOnlyCollection<QueueSnapshot> all)
    {
        var sums = new Dictionary<(string, string), long>();
        var open = new Stack<QueueSnapshot>([top]);
        for (var left = all.Count; open.TryPop(out var queue) && left >= 0; left--)
        {
            foreach (var quota in queue.Spec.Quotas)
                foreach (var each in quota.Resources)
                    sums[(quota.Flavor, each.Resource)] = sums.GetValueOrDefault((quota.Flavor, each.Resource)) + each.Nominal;
            foreach (var below in all)
                if (below.Spec.Parent == queue.Spec.Name)
                    open.Push(below);
        }
        return sums;
    }
}
