using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// A queue within its tree, with what it and the queues below it have and use. Kueue's recursion: a queue keeps its local
/// quota for itself; what it uses above that is taken from its parent.
/// </summary>
internal sealed class QuotaNode(QueueSpec spec, QuotaNode? parent, int depth)
{
    private long[] _nominal = [];
    private long?[] _borrowing = [];
    private long?[] _lending = [];

    public QueueSpec Spec { get; } = spec;

    public QueueName Name { get; } = new(spec.Name);

    public QuotaNode? Parent { get; } = parent;

    public int Depth { get; } = depth;

    public List<QuotaNode> Children { get; } = [];

    public bool IsLeaf => Children.Count == 0;

    /// <summary>What the queue and those below it bring in, by cell.</summary>
    public long[] Subtree { get; private set; } = [];

    /// <summary>What of that nobody outside may use.</summary>
    public long[] Local { get; private set; } = [];

    /// <summary>What is used, by cell: at a leaf all of it, above only what comes up from below.</summary>
    public long[] Usage { get; private set; } = [];

    /// <summary>An operator's mark on the queue: nothing of it, or below it, is admitted.</summary>
    public Cordon? Cordon { get; set; }

    /// <summary>The queue, this one or the nearest above it, that is cordoned; null when none is.</summary>
    public QuotaNode? Cordoned => Cordon is not null ? this : Parent?.Cordoned;

    /// <summary>Jobs that are charged to the queue or below it.</summary>
    public int Charged { get; set; }

    /// <summary>Lays out the cells and computes what the subtree brings in. Children first.</summary>
    public void Build(QuotaCells cells)
    {
        _nominal = new long[cells.Count];
        _borrowing = new long?[cells.Count];
        _lending = new long?[cells.Count];
        (Subtree, Local, Usage) = (new long[cells.Count], new long[cells.Count], new long[cells.Count]);
        foreach (var flavor in Spec.Quotas)
            foreach (var quota in flavor.Resources)
            {
                var cell = cells.Number(new FlavorResource(flavor.Flavor, quota.Resource));
                (_nominal[cell], _borrowing[cell], _lending[cell]) = (Bounded(quota.Nominal), Bounded(quota.BorrowingLimit), Bounded(quota.LendingLimit));
            }
        for (var cell = 0; cell < cells.Count; cell++)
        {
            Subtree[cell] = Children.Aggregate(_nominal[cell], (sum, c) => Bounded(sum + c.Subtree[cell] - c.Local[cell]));
            Local[cell] = _lending[cell] is { } lending ? Math.Max(0, Subtree[cell] - lending) : 0;
        }
    }

    /// <summary>What a job of this queue may take more of the cell. Negative when quota was cut below what is used.</summary>
    public long Available(int cell)
    {
        if (Parent is null)
            return Subtree[cell] - Usage[cell];
        var local = Math.Max(0, Local[cell] - Usage[cell]);
        var above = Parent.Available(cell);
        if (_borrowing[cell] is { } limit)
            above = Math.Min(above, Subtree[cell] - Local[cell] - PassedUp(cell) + limit);
        return local + above;
    }

    /// <summary>What a job of this queue could take of the cell if nothing were in use.</summary>
    public long Potential(int cell)
    {
        if (Parent is null)
            return Subtree[cell];
        var potential = Local[cell] + Parent.Potential(cell);
        return _borrowing[cell] is { } limit ? Math.Min(Subtree[cell] + limit, potential) : potential;
    }

    /// <summary>Adds to what is used (or takes away, below 0); what is above local quota is passed up.</summary>
    public void Use(int cell, long amount)
    {
        var above = PassedUp(cell);
        Usage[cell] += amount;
        Parent?.Use(cell, PassedUp(cell) - above);
    }

    /// <summary>What of its use, and of <paramref name="extra"/> more, local quota does not cover: its parent's use.</summary>
    public long PassedUp(int cell, long extra = 0) => Math.Max(0, Usage[cell] + extra - Local[cell]);

    private static long Bounded(long amount) => Math.Min(amount, QuotaTree.Unlimited);

    private static long? Bounded(long? amount) => amount is { } value ? Bounded(value) : null;
}
