using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How much of a quota is used.</summary>
/// <param name="Flavor">The flavor.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Used">What is used, in the resource's smallest unit.</param>
/// <param name="Nominal">What the queue may use by itself; null when there is no quota.</param>
/// <param name="Borrowing">What it may borrow beyond that; null for all there is.</param>
/// <param name="Lending">What it lends of what it does not use; null for all.</param>
internal sealed record QuotaUse(string Flavor, string Resource, long Used, long? Nominal, long? Borrowing = null, long? Lending = null)
{
    public string Text(long amount) => Quantity.Format(Resource, amount);

    /// <summary>Each quota of a queue, and what is used without one.</summary>
    public static IEnumerable<QuotaUse> Of(QueueSnapshot queue)
    {
        var uses = queue.Usage.IsDefault ? [] : queue.Usage;
        foreach (var quota in queue.Spec.Quotas)
        {
            var used = uses.FirstOrDefault(u => u.Flavor == quota.Flavor)?.Resources ?? ResourceVector.Empty;
            foreach (var each in quota.Resources)
                yield return new QuotaUse(quota.Flavor, each.Resource, used[each.Resource], each.Nominal, each.BorrowingLimit, each.LendingLimit);
        }
        foreach (var use in uses)
            foreach (var (resource, amount) in use.Resources.Entries)
                if (!queue.Spec.Quotas.Any(q => q.Flavor == use.Flavor && q.Resources.Any(r => r.Resource == resource)))
                    yield return new QuotaUse(use.Flavor, resource, amount, null);
    }
}
