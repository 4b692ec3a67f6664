using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <content>What stands for attempts, and what the ledger has written down here.</content>
public sealed partial class SimulatedCluster
{
    private readonly Dictionary<AttemptRef, AnchorObservation> _anchors;
    private LedgerPosition? _witness;

    /// <summary>The anchor of every attempt that was created or stopped, and not cleaned up.</summary>
    public ImmutableArray<AnchorObservation> ListAnchors() => Transact<ImmutableArray<AnchorObservation>>(_ => [.. _anchors.Values]);

    /// <summary>What <see cref="WriteWitness"/> wrote last; null for nothing.</summary>
    public LedgerPosition? ReadWitness() => Transact(_ => _witness);

    /// <summary>Writes down how far a ledger has come.</summary>
    public void WriteWitness(LedgerPosition position) => Transact(_ => _changes.Witness = _witness = position);

    private void OpenAnchor(AttemptRef owner, GangPlan plan)
    {
        if (!_anchors.ContainsKey(owner))
            Keep(new AnchorObservation { Job = owner.Job, Attempt = owner.Attempt, JobUid = plan.Uid, Incarnation = plan.Incarnation, Note = plan.Note });
    }

    private void StopAnchor(AttemptRef owner) =>
        Keep((_anchors.GetValueOrDefault(owner) ?? new AnchorObservation { Job = owner.Job, Attempt = owner.Attempt }) with { Stopped = true });

    private void RemoveAnchor(AttemptRef owner)
    {
        if (_anchors.Remove(owner))
            _changes.Anchors[owner] = null;
    }

    private void Keep(AnchorObservation anchor)
    {
        AttemptRef owner = new(anchor.Job, anchor.Attempt);
        _changes.Anchors[owner] = _anchors[owner] = anchor;
    }
}
