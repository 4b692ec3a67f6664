using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// A tree of queues with its quota and what is charged to it. Not thread-safe: one owner at a time.
/// </summary>
public sealed class QuotaTree
{
    /// <summary>The flavor of a tree that names none: every node, without limit.</summary>
    public static readonly FlavorSpec AnyFlavor = new() { Name = "default" };

    /// <summary>
    /// Quota of a tree that has none: more than any fleet (256 PiB of memory). Larger quotas are cut to it, so that sums over
    /// the deepest tree stay within 64 bits.
    /// </summary>
    internal const long Unlimited = long.MaxValue / (2 * QueueSpec.MaxDepth);

    private readonly Dictionary<QueueName, QuotaNode> _queues = [];
    private readonly Dictionary<string, FlavorSpec> _flavors = new(StringComparer.Ordinal);
    private readonly Dictionary<JobId, (QuotaNode Leaf, ImmutableArray<FlavorUsage> Charge)> _charged = [];

    /// <summary>Builds a tree from its queues.</summary>
    /// <param name="root">The root's name.</param>
    /// <param name="queues">Queues of the fleet; those of other trees are passed over. Checked before: no cycles, parents known.</param>
    /// <param name="flavors">Flavors of the fleet.</param>
    public QuotaTree(QueueName root, IReadOnlyList<QueueSpec> queues, IReadOnlyList<FlavorSpec> flavors)
    {
        foreach (var flavor in flavors)
            _flavors[flavor.Name] = flavor;
        var children = queues.Where(q => q.Name != root.Value && q.Parent is not null).ToLookup(static q => q.Parent!, StringComparer.Ordinal);
        var spec = queues.First(q => q.Name == root.Value);
        Root = Grow(spec, null, 0, children);
        if (!_queues.Values.Any(static q => q.Spec.Quotas.Length > 0))
            Root = Grow(spec with { Quotas = NoLimits }, null, 0, children);
        Number(Root);
        Build(Root);
    }

    // Shares are counted on these also where nothing is limited.
    private static ImmutableArray<FlavorQuota> NoLimits =>
    [
        new FlavorQuota
        {
            Flavor = AnyFlavor.Name,
            Resources = [.. new[] { ResourceNames.Cpu, ResourceNames.Memory, ResourceNames.Gpu }
                .Select(static r => new ResourceQuota { Resource = r, Nominal = Unlimited })],
        },
    ];

    internal QuotaNode Root { get; }

    internal QuotaCells Cells { get; } = new();

    /// <summary>Grows whenever quota came free.</summary>
    public long Growth { get; private set; }

    /// <summary>Jobs charged to the tree.</summary>
    public int Charged => _charged.Count;

    /// <summary>The jobs charged to the tree.</summary>
    public IEnumerable<JobId> ChargedJobs => _charged.Keys;

    /// <summary>The leaves of the tree.</summary>
    public IEnumerable<QueueName> Leaves => _queues.Values.Where(static q => q.IsLeaf).Select(static q => q.Name);

    /// <summary>True when the job is charged.</summary>
    public bool IsCharged(JobId job) => _charged.ContainsKey(job);

    /// <summary>Charges a job to a leaf. A job that is charged already is left as it is; a leaf that is gone charges the root.</summary>
    public void Charge(JobId job, QueueName leaf, ImmutableArray<FlavorUsage> charge)
    {
        var node = _queues.GetValueOrDefault(leaf) ?? Root;
        if (_charged.TryAdd(job, (node, charge)))
            Use(node, charge, 1);
    }

    /// <summary>Gives a job's charge back. False when there is none.</summary>
    public bool Release(JobId job)
    {
        if (!_charged.Remove(job, out var charged))
            return false;
        Use(charged.Leaf, charged.Charge, -1);
        Growth++;
        return true;
    }

    /// <summary>What a queue shows of its use: the queue's own and that of the queues below it.</summary>
    public (int Charged, ImmutableArray<FlavorUsage> Usage) UsageOf(QueueName queue)
    {
        if (!_queues.TryGetValue(queue, out var node))
            return (0, []);
        var usage = Cells.Count == 0 ? [] : Enumerable.Range(0, Cells.Count).GroupBy(c => Cells[c].Flavor, StringComparer.Ordinal)
            .Select(f => new FlavorUsage(f.Key, ResourceVector.Of(f.Select(c => new ResourceAmount(Cells[c].Resource, UsedBelow(node, c))))))
            .ToImmutableArray();
        return (node.Charged, usage);
    }

    /// <summary>Replaces the cordons of the tree's queues; those of queues that it does not have are passed over.</summary>
    public void SetCordons(IReadOnlyDictionary<QueueName, Cordon> cordons)
    {
        foreach (var (name, node) in _queues)
            node.Cordon = cordons.GetValueOrDefault(name);
    }

    /// <summary>The queue's own cordon; null when it has none.</summary>
    public Cordon? CordonOf(QueueName queue) => Find(queue)?.Cordon;

    internal QuotaNode? Find(QueueName queue) => _queues.GetValueOrDefault(queue);

    /// <summary>The flavors that a leaf may use, nearest queue first, each once.</summary>
    internal FlavorSpec[] FlavorsOf(QuotaNode leaf)
    {
        var flavors = new List<FlavorSpec>();
        for (var node = leaf; node is not null; node = node.Parent)
            foreach (var quota in node.Spec.Quotas)
                if (!flavors.Exists(f => f.Name == quota.Flavor))
                    flavors.Add(_flavors.GetValueOrDefault(quota.Flavor) ?? new FlavorSpec { Name = quota.Flavor });
        return flavors.Count > 0 ? [.. flavors] : [AnyFlavor];
    }

    // At an inner queue: what the queues below use, and what is charged to itself because its leaf is gone.
    private static long UsedBelow(QuotaNode node, int cell) =>
        node.Usage[cell] + node.Children.Sum(c => UsedBelow(c, cell) - c.PassedUp(cell));

    private void Use(QuotaNode leaf, ImmutableArray<FlavorUsage> charge, int times)
    {
        foreach (var (flavor, resources) in charge)
            foreach (var (resource, amount) in resources.Entries)
                if (Cells.TryNumber(flavor, resource, out var cell))
                    leaf.Use(cell, times * amount);
        for (var node = leaf; node is not null; node = node.Parent)
            node.Charged += times;
    }

    private QuotaNode Grow(QueueSpec spec, QuotaNode? parent, int depth, ILookup<string, QueueSpec> children)
    {
        var node = new QuotaNode(spec, parent, depth);
        _queues[node.Name] = node;
        foreach (var child in children[spec.Name].OrderBy(static c => c.Name, StringComparer.Ordinal))
            node.Children.Add(Grow(child, node, depth + 1, children));
        return node;
    }

    private void Number(QuotaNode node)
    {
        foreach (var flavor in node.Spec.Quotas)
            foreach (var quota in flavor.Resources)
                Cells.Number(new FlavorResource(flavor.Flavor, quota.Resource));
        foreach (var child in node.Children)
            Number(child);
    }

    private void Build(QuotaNode node)
    {
        foreach (var child in node.Children)
            Build(child);
        node.Build(Cells);
    }
}
