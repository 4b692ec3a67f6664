using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// Anchors without pods, which no list of pods shows: a silo that died, or came too late, between the writes of a start or a
/// stop leaves them behind.
/// </summary>
internal sealed partial class ClusterGrain
{
    // There may be one for each gang: they are not read often.
    private static readonly TimeSpan AnchorSweepInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AnchorSweepSoon = TimeSpan.FromSeconds(30);

    private readonly Seldom _anchorProblems = new(time);
    private IGrainTimer _anchorSweep = null!;
    private int _anchorSweepsAhead;

    // Twice: what a silo that is gone has sent may arrive after the first look.
    private void SweepAnchorsSoon()
    {
        _anchorSweepsAhead = 2;
        var soon = options.Value.ResyncInterval < AnchorSweepSoon ? options.Value.ResyncInterval : AnchorSweepSoon;
        _anchorSweep.Change(soon, soon);
    }

    private async Task SweepAnchors()
    {
        if (HasStopped || _heartbeats.Health != ClusterHealth.Ready)
            return;
        try
        {
            await foreach (var anchor in _gateway.ListAnchorsAsync(_stopping.Token))
                if (!_gangs.TryGetValue(anchor.Job, out var tracker) || tracker.Attempt > anchor.Attempt)
                    await SweepAnchor(anchor);
            if (--_anchorSweepsAhead <= 0)
                _anchorSweep.Change(AnchorSweepInterval, AnchorSweepInterval);
        }
        catch (MusterException problem)
        {
            // Looked for again at the next turn; nothing that runs depends on it.
            if (_anchorProblems.IsNews(problem.Message))
                LogAnchorsUnread(logger, _name, problem.Message);
        }
    }

    private async Task SweepAnchor(AnchorObservation anchor)
    {
        var record = await ledger.ReadJobAsync(anchor.Job, _stopping.Token);
        var known = record is null ? null : new KnownJob(record.Uid, record.State, record.Attempt, record.Placement?.Cluster);
        if (PodReconciler.IsLeftOver(_lineage, anchor, known))
            await _gateway.CleanUpAsync(anchor.Job, anchor.Attempt, _stopping.Token);
    }
}
