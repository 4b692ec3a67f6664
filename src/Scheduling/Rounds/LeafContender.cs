using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A leaf within a round: the first of its jobs that might fit, one equivalence class after another.</summary>
internal sealed class LeafContender : Contender
{
    private readonly PriorityQueue<HeadLine, PendingJob> _lines = new(HeadOrder.Instance);
    private readonly RoundState _round;

    public LeafContender(QuotaNode queue, IEnumerable<HeadLine> lines, RoundState round)
        : base(queue)
    {
        _round = round;
        foreach (var line in lines)
            _lines.Enqueue(line, line.Jobs.Min!);
        FindCandidate();
    }

    /// <summary>The job that would be admitted next, and what it takes of each cell.</summary>
    public (PendingJob Job, Dictionary<int, long> Cells)? Candidate { get; private set; }

    public HeadLine? Line { get; private set; }

    public override LeafContender? Best => Candidate is null ? null : this;

    public override void Refresh() => FindCandidate();

    /// <summary>The candidate was admitted: its line goes on with its next job.</summary>
    public void Admitted()
    {
        Line!.Unblock();
        var line = _lines.Dequeue();
        if (line.Jobs.Count > 0)
            _lines.Enqueue(line, line.Jobs.Min!);
    }

    /// <summary>The candidate does not fit, so its whole line does not; in a strict queue, nothing behind it either.</summary>
    public void Blocked(ReasonCode reason)
    {
        Block(_lines.Dequeue(), reason);
        if (Queue.Spec.Strategy != QueueStrategy.StrictFifo)
            return;
        while (_lines.TryDequeue(out var behind, out _))
            Block(behind, ReasonCode.BehindBlockedHead);
    }

    private void Block(HeadLine line, ReasonCode reason) => line.Block(reason, _round.Now, _round.Tree, _round.Fleet);

    private void FindCandidate()
    {
        Candidate = null;
        while (Candidate is null && _lines.TryPeek(out var line, out var job))
        {
            Line = line;
            var assignment = new FlavorAssignment(_round.Tree, Queue, line.Shape);
            var counts = line.Shape.Counts(line.Shape.Extra);
            var refusal = assignment.Choose(counts);
            if (refusal is not null && line.Shape.IsElastic)
                refusal = assignment.Choose(counts = line.Shape.Counts(0));
            if (refusal is { } reason)
                Blocked(reason);
            else
                Candidate = (job, assignment.Cells(counts));
        }
    }
}
