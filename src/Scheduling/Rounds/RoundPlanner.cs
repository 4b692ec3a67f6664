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
        var charged = ImmutableArray.CreateBuilder<OfferedJob>();
        var considered = 0;
        var moreToDo = false;
        while (root.Best is { } leaf)
        {
            if (admissions.Count == budget.Admissions || considered == budget.Considered)
            {
                moreToDo = true;
                break;
            }
            considered++;
            if (state.Tree.IsCharged(leaf.Candidate!.Value.Job.Id))
                charged.Add(Drop(leaf, state));
            else if (Decide(leaf, planner, state) is { } admission)
                admissions.Add(admission);
            root.Refresh();
        }
        return new(admissions.DrainToImmutable(), considered, moreToDo) { AlreadyCharged = charged.DrainToImmutable() };
    }

    /// <summary>Takes an admission back: its charge and its places are free again. The job is not put back among the heads.</summary>
    public static void Undo(RoundState state, JobId job)
    {
        state.Tree.Release(job);
        state.Fleet.DropAssumed(job);
    }

    // Planned again, it would hold places twice.
    private static OfferedJob Drop(LeafContender leaf, RoundState state)
    {
        var job = leaf.Candidate!.Value.Job.Id;
        state.Heads.Remove(job);
        leaf.Admitted();
        return new(job, leaf.Queue.Name);
    }

    private static PlannedAdmission? Decide(LeafContender leaf, GangPlanner planner, RoundState state)
    {
        var job = leaf.Candidate!.Value.Job;
        var decision = planner.Decide(leaf.Queue, leaf.Line!.Shape);
        if (decision.Placement is null)
        {
            leaf.Blocked(decision.Refusal);
            return null;
        }
        state.Heads.Remove(job.Id);
        leaf.Admitted();
        state.Tree.Charge(job.Id, leaf.Queue.Name, decision.Charge);
        state.Fleet.Adopt(job.Id, decision.Placement);
        return new(job, leaf.Queue.Name, decision.Placement, decision.Charge);
    }

    private static Contender Contend(QuotaNode queue, Dictionary<QueueName, List<HeadLine>> worthTrying, RoundState state) =>
        queue.IsLeaf
            ? new LeafContender(queue, LinesOf(queue, worthTrying, state), state)
            : new InnerContender(
                queue,
                queue.Children.Where(c => !c.IsLeaf || worthTrying.ContainsKey(c.Name) || IsStrictlyWaiting(c, state))
                    .Select(c => Contend(c, worthTrying, state)),
                state.Tree, state.Fleet);

    // In a strict queue also a line that is not worth a try counts: others wait behind it.
    private static IEnumerable<HeadLine> LinesOf(QuotaNode leaf, Dictionary<QueueName, List<HeadLine>> worthTrying, RoundState state) =>
        IsStrictlyWaiting(leaf, state) ? state.Heads.LinesOf(leaf.Name) : worthTrying.GetValueOrDefault(leaf.Name) ?? [];

    private static bool IsStrictlyWaiting(QuotaNode leaf, RoundState state) =>
        leaf.Spec.Strategy == QueueStrategy.StrictFifo && state.Heads.HasLines(leaf.Name);
}
