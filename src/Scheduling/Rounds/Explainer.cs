using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Says why a job waits, with the planner's own functions.</summary>
public static class Explainer
{
    /// <summary>What would become of the job were it first in line now. The state is as before afterwards.</summary>
    public static Explanation Explain(RoundState state, QueueName leaf, PendingJob job)
    {
        var queue = state.Tree.Find(leaf) ?? state.Tree.Root;
        var shape = state.Fleet.Shape(job.Demand);
        var planner = new GangPlanner(state.Tree, state.Fleet);
        var decision = planner.Decide(queue, shape);
        if (decision.Placement is not null)
            planner.GiveBack(decision.Placement);
        var blocked = state.Heads.BlockedAs(leaf, job.Demand.Key);
        var verdicts = state.Fleet.Clusters.Select(c => Verdict(state, queue, shape, c)).ToImmutableArray();
        var cordoned = queue.Cordoned;
        var since = cordoned?.Cordon!.Since ?? blocked?.Since ?? job.QueuedAt;
        return new Explanation
        {
            Job = job.Id,
            State = JobState.Queued,
            Reason = cordoned is not null
                ? new(ReasonCode.QueueCordoned, $"queue {cordoned.Name} is {cordoned.Cordon!.Describe()}")
                : ReasonFor(state, queue, shape, decision, blocked?.Reason, verdicts),
            Since = since > job.QueuedAt ? since : job.QueuedAt,
            Clusters = verdicts,
            FitsIfFirst = decision.Placement is not null && cordoned is null,
        };
    }

    /// <summary>Why a demand could never be met from this queue on this fleet, whatever ends; null when it could.</summary>
    public static Reason? NeverFits(QuotaTree tree, FleetIndex fleet, QueueName leaf, GangDemand demand)
    {
        var queue = tree.Find(leaf) ?? tree.Root;
        var shape = fleet.Shape(demand);
        return Unsatisfiable.ByQuota(tree, queue, shape) ?? Unsatisfiable.ByFleet(tree, queue, shape, fleet);
    }

    private static Reason ReasonFor(
        RoundState state, QuotaNode queue, GangShape shape, GangDecision decision, ReasonCode? blocked, ImmutableArray<ClusterVerdict> verdicts)
    {
        if (decision.Placement is not null)
            return blocked == ReasonCode.BehindBlockedHead
                ? new(ReasonCode.BehindBlockedHead, $"queue {queue.Name} is strict, and the job at its head cannot start")
                : new(ReasonCode.PendingEvaluation, "it fits now and is next to be decided upon");
        if (NeverFits(state.Tree, state.Fleet, queue.Name, shape.Demand) is { } never)
            return never;
        return decision.Refusal switch
        {
            ReasonCode.WaitingForQuota => new(ReasonCode.WaitingForQuota, QuotaReport.Shortage(state.Tree, queue, shape)),
            _ when BehindCordons(state, queue, shape) is { Length: > 0 } clusters => new(ReasonCode.ClusterCordoned,
                "the gang would fit now, but only where nothing new starts: " + string.Join("; ", clusters.Select(static c => $"{c.Name} is {c.Cordon!.Describe()}"))),
            _ when verdicts.IsEmpty => new(ReasonCode.PlacementFailed, "there is no cluster yet; add one: muster cluster add NAME --kubeconfig FILE"),
            _ => new(ReasonCode.PlacementFailed, "no cluster has room for the whole gang: "
                + string.Join("; ", verdicts.Select(static v => $"{v.Cluster}: {v.Message}"))),
        };
    }

    // Clusters that would take the gang at once if they were not cordoned.
    private static ClusterIndex[] BehindCordons(RoundState state, QuotaNode queue, GangShape shape) =>
        [.. state.Fleet.Clusters.Where(c => ClusterOrder.IsOnlyCordoned(c, shape) && Room(state, queue, shape, c).Fits)];

    private static ClusterVerdict Verdict(RoundState state, QuotaNode queue, GangShape shape, ClusterIndex cluster)
    {
        if (ClusterOrder.Refusal(cluster, shape) is { } refusal)
            return new(cluster.Name, false, refusal);
        var (fits, message) = Room(state, queue, shape, cluster);
        return new(cluster.Name, fits, message);
    }

    private static (bool Fits, string Message) Room(RoundState state, QuotaNode queue, GangShape shape, ClusterIndex cluster)
    {
        var placer = new GangPlacer(cluster, state.Fleet.Resources);
        var flavors = state.Tree.FlavorsOf(queue);
        var chosen = shape.Demand.PodSets.Select(p => Math.Max(0, NextFlavor(flavors, p, 0))).ToArray();
        string? room = null;
        while (true)
        {
            if (placer.Place(shape, [.. chosen.Select(f => flavors[f])], shape.Counts(0), out var failed) is { } placement)
            {
                new GangPlanner(state.Tree, state.Fleet).GiveBack(placement);
                return (true, $"room for the whole gang on {placement.Nodes.Length} node(s)");
            }
            // What is said is about the queue's first choice; the others are for when it has no room.
            room ??= RoomReport.Of(cluster, shape, failed, flavors[chosen[failed]], state.Fleet.Resources);
            chosen[failed] = NextFlavor(flavors, shape.Demand.PodSets[failed], chosen[failed] + 1);
            if (chosen[failed] < 0)
                return (false, room);
        }
    }

    private static int NextFlavor(FlavorSpec[] flavors, PodSetDemand set, int from) =>
        Array.FindIndex(flavors, from, f => PodFilter.IsCompatible(set.Shape, f));
}
