using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Checks the queues of a fleet, and finds the tree of each.</summary>
public static class QueueForest
{
    /// <summary>Everything that is wrong with the queues and flavors; empty when they are usable.</summary>
    public static ImmutableArray<FieldError> Validate(IReadOnlyList<QueueSpec> queues, IReadOnlyList<FlavorSpec> flavors)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        var names = queues.Select(static q => q.Name).ToHashSet(StringComparer.Ordinal);
        var known = flavors.Select(static f => f.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < queues.Count; i++)
            Validate(queues[i], $"queues[{i}]", names, known, errors);
        foreach (var twice in queues.GroupBy(static q => q.Name, StringComparer.Ordinal).Where(static g => g.Count() > 1))
            errors.Add(new("queues", $"'{Names.Clip(twice.Key)}' is there {twice.Count()} times", "give each queue a name of its own"));
        foreach (var twice in flavors.GroupBy(static f => f.Name, StringComparer.Ordinal).Where(static g => g.Count() > 1))
            errors.Add(new("flavors", $"'{Names.Clip(twice.Key)}' is there {twice.Count()} times", "give each flavor a name of its own"));
        if (errors.Count == 0)
            foreach (var queue in queues)
                if (RootOf(queue.Name, queues) is null)
                    errors.Add(new($"queues[{queue.Name}].parent", "its parents form a ring or are too many",
                        $"build trees of at most {QueueSpec.MaxDepth} queues from root to leaf"));
        return errors.ToImmutable();
    }

    /// <summary>The root of a queue's tree; null when the queue is not known, or its parents form a ring.</summary>
    public static QueueName? RootOf(string queue, IReadOnlyList<QueueSpec> queues)
    {
        for (var depth = 0; depth < QueueSpec.MaxDepth; depth++)
        {
            var spec = queues.FirstOrDefault(q => q.Name == queue);
            if (spec is null)
                return null;
            if (spec.Parent is null)
                return new QueueName(queue);
            queue = spec.Parent;
        }
        return null;
    }

    /// <summary>True when no queue names this one as its parent: it may hold jobs.</summary>
    public static bool IsLeaf(string queue, IReadOnlyList<QueueSpec> queues) => !queues.Any(q => q.Parent == queue);

    private static void Validate(
        QueueSpec queue, string field, HashSet<string> names, HashSet<string> flavors, ImmutableArray<FieldError>.Builder errors)
    {
        if (!Names.IsLabel(queue.Name))
            errors.Add(new($"{field}.name", $"'{Names.Clip(queue.Name)}' is not a name", "use lower-case letters, digits and '-', at most 63"));
        if (queue.Parent is { } parent && !names.Contains(parent))
            errors.Add(new($"{field}.parent", $"there is no queue '{Names.Clip(parent)}'", "name a queue that exists, or leave it out"));
        if (queue.Weight is < 0 or > QueueSpec.MaxWeight)
            errors.Add(new($"{field}.weight", $"{queue.Weight} is out of range", $"use 0 to {QueueSpec.MaxWeight}"));
        foreach (var twice in queue.Quotas.GroupBy(static q => q.Flavor, StringComparer.Ordinal)
            .Where(static f => f.Count() > 1 || f.First().Resources.DistinctBy(static r => r.Resource, StringComparer.Ordinal).Count() < f.First().Resources.Length))
            errors.Add(new($"{field}.quotas", $"flavor '{Names.Clip(twice.Key)}' or one of its resources is there more than once", "write each flavor once, and each of its resources once"));
        foreach (var quota in queue.Quotas)
        {
            if (!flavors.Contains(quota.Flavor))
                errors.Add(new($"{field}.quotas", $"there is no flavor '{Names.Clip(quota.Flavor)}'", "define it under flavors"));
            foreach (var resource in quota.Resources)
                if (resource.Nominal < 0 || resource.BorrowingLimit < 0 || resource.LendingLimit < 0)
                    errors.Add(new($"{field}.quotas[{quota.Flavor}].{resource.Resource}", "an amount is negative", "use 0 or more"));
        }
    }
}
