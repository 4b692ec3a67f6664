namespace Muster.Scheduling;

/// <summary>An inner queue within a round: its children contend.</summary>
internal sealed class InnerContender : Contender
{
    private readonly PriorityQueue<Contender, ContenderRank> _children = new();
    private readonly QuotaTree _tree;
    private readonly FleetIndex _fleet;

    public InnerContender(QuotaNode queue, IEnumerable<Contender> children, QuotaTree tree, FleetIndex fleet)
        : base(queue)
    {
        (_tree, _fleet) = (tree, fleet);
        foreach (var child in children)
            Enter(child);
    }

    public override LeafContender? Best => _children.TryPeek(out var child, out _) ? child.Best : null;

    // Only the child that was decided upon has another candidate or another share now.
    public override void Refresh()
    {
        if (!_children.TryDequeue(out var child, out _))
            return;
        child.Refresh();
        Enter(child);
    }

    private void Enter(Contender child)
    {
        if (child.Best is not null)
            _children.Enqueue(child, child.Rank(_tree, _fleet));
    }
}
