using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// The one decision: who of a queue tree starts now, and where. Deterministic: the same state and budget give the same plan.
/// </summary>
public static class RoundPlanner
{
    /// <summary>
    /// Plans a round. Jobs that it admits are charged to the tree, held in the fleet and taken from the heads at once, so
    /// that the next round does not give their places away again; a caller that cannot carry an admission out undoes it
    /// with <see cref="Undo"/>.
    /// </summary>
    public static RoundPlan Plan(RoundState state, RoundBudget budget)
    {
        var admissions = ImmutableArray.CreateBuilder<PlannedAdmission>();
        var root = Contend(state.Tree.Root, state.Heads.WorthTrying(state.Tree, state.Fleet), state);
        var planner = new GangPlanner(state.Tree, state.Fleet);
        var considered = 0;
        var refusals = new Dictionary<ReasonCode, int>();
        while (root.Best is { } leaf)
        {
            if (admissions.Count == budget.Admissions || considered == budget.Considered)
                return new(admissions.DrainToImmutable(), considered, MoreToDo: true) { Refusals = refusals };
            considered++;
            if (state.Tree.IsCharged(leaf.Candidate!.Value.Job.Id))
                Pass(leaf, state);
            else if (Decide(leaf, planner, state, refusals) is { } admission)
                admissions.Add(admission);
            root.Refresh();
        }
        return new(admissions.DrainToImmutable(), considered, MoreToDo: false) { Refusals = refusals };
    }

    /// <summary>Takes an admission back: its charge and its places are free again. The job is not put back among the heads.</summary>
    public static void Undo(RoundState state, JobId job)
    {
        state.Tree.Release(job);
        state.Fleet.DropAssumed(job);
    }

    // Offered by word from before its admission. Planned again, it would hold places twice.
    private static void Pass(LeafContender leaf, RoundState state)
    {
        state.Heads.Remove(leaf.Candidate!.Value.Job.Id);
        leaf.Admitted();
    }

    private static PlannedAdmission? Decide(LeafContender leaf, GangPlanner planner, RoundState state, Dictionary<ReasonCode, int> refusals)
    {
        var job = leaf.Candidate!.Value.Job;
        var decision = planner.Decide(leaf.Queue, leaf.Line!.Shape);
        if (decision.Placement is null)
        {
            leaf.Blocked(decision.Refusal);
            refusals[decision.Refusal] = refusals.GetValueOrDefault(decision.Refusal) + 1;
            return null;
        }
        state.Heads.Remove(job.Id);
        leaf.Admitted();
        state.Tree.Charge(job.Id, leaf.Queue.Name, decision.Charge);
        state.Fleet.Adopt(job.Id, decision.Placement);
        return new(job, leaf.Queue.Name, decision.Placement, decision.Charge);
    }

    // A cordoned queue contends with nothing, and what waits below it is not even looked at.
    private static Contender Contend(QuotaNode queue, Dictionary<QueueName, List<HeadLine>> worthTrying, RoundState state) =>
        queue.IsLeaf || queue.Cordon is not null
            ? new LeafContender(queue, LinesOf(queue, worthTrying, state), state)
            : new InnerContender(
                queue,
                queue.Children.Where(c => !c.IsLeaf || worthTrying.ContainsKey(c.Name) || IsStrictlyWaiting(c, state))
                    .Select(c => Contend(c, worthTrying, state)),
                state.Tree, state.Fleet);

    // In a strict queue also a line that is not worth a try counts: others wait behind it.
    private static IEnumerable<HeadLine> LinesOf(QuotaNode leaf, Dictionary<QueueName, List<HeadLine>> worthTrying, RoundState state) =>
        leaf.Cordon is not null ? [] : IsStrictlyWaiting(leaf, state) ? state.Heads.LinesOf(leaf.Name) : worthTrying.GetValueOrDefault(leaf.Name) ?? [];

    private static bool IsStrictlyWaiting(QuotaNode leaf, RoundState state) =>
        leaf.Spec.Strategy == QueueStrategy.StrictFifo && state.Heads.HasLines(leaf.Name);
}
