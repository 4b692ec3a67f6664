using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>What holds for every sight and every store, also hostile ones.</summary>
public sealed class RandomRecoveryTests
{
    private static readonly string[] Jobs = ["a", "b", "c"];
    private static readonly ClusterName[] Clusters = [new("east"), new("west")];

    private readonly SortedDictionary<string, int> _covered = new(StringComparer.Ordinal);

    [Fact]
    public void RandomSights_EveryPlan_GivesEachJobOneAttemptAndOnlyPlacesThatAreItsOwn()
    {
        for (var seed = 0; seed < 5_000; seed++)
            Check(new Random(seed));
        Assert.Equal(["Keep", "MoveForward", "Recreate", "Superseded", "Unrecoverable"], _covered.Keys);
        Assert.All(_covered, static c => Assert.True(c.Value >= 100, $"{c.Key}: {c.Value}"));
    }

    private void Check(Random random)
    {
        ShownCluster[] shown = [.. Clusters.Select(cluster => Sight(random, cluster))];
        var records = Jobs.Where(_ => random.Next(2) == 0).ToDictionary(static j => new JobId("team", j), j => Record(random, j));
        var plan = RecoveryPlanner.Plan(shown, records, Shown.Realm);
        foreach (var decision in plan.Decisions)
            _covered[decision.Verdict.ToString()] = _covered.GetValueOrDefault(decision.Verdict.ToString()) + 1;

        var attempts = shown.Sum(static s => s.Pods.Select(static p => (p.Job, p.Attempt, p.JobUid)).Union(s.Anchors.Where(static a => a.JobUid.Length > 0).Select(static a => (a.Job, a.Attempt, a.JobUid))).Count());
        Assert.True(plan.Decisions.Length >= attempts, "every attempt is decided on");
        foreach (var job in plan.Decisions.GroupBy(static d => d.Job))
            Assert.True(job.Count(static d => d.Verdict is RecoveryVerdict.Recreate or RecoveryVerdict.MoveForward or RecoveryVerdict.Keep) <= 1, "one attempt goes on");
        foreach (var decision in plan.Decisions.Where(static d => d.Target is not null))
            Check(decision, decision.Target!, shown.Single(s => s.Name == decision.Cluster), records);
        Assert.Equal(Text(plan), Text(RecoveryPlanner.Plan([.. shown.Reverse()], records, Shown.Realm)));
        CheckAgain(plan, shown, records);
    }

    private static void Check(RecoveryDecision decision, RecoveryTarget target, ShownCluster cluster, Dictionary<JobId, RecordedJob> records)
    {
        Assert.True(target.State.HoldsPlaces());
        Assert.True(target.Newest >= decision.Attempt);
        Assert.Equal(records.ContainsKey(decision.Job) ? RecoveryVerdict.MoveForward : RecoveryVerdict.Recreate, decision.Verdict);
        Assert.Equal(cluster.Name, target.Placement.Cluster);
        Assert.NotEmpty(target.Placement.Nodes);
        Assert.Distinct(target.Placement.Nodes.Select(static n => n.Node));
        var pods = cluster.Pods.Where(p => (p.Job, p.Attempt, p.JobUid) == (decision.Job, decision.Attempt, decision.Uid)).ToArray();
        // No pod that has a node is counted elsewhere, and what is placed takes what was asked for.
        foreach (var share in target.Placement.Nodes)
        {
            Assert.Equal(4000L * share.Pods.Sum(static p => p.Count), share.Resources[ResourceNames.Cpu]);
            foreach (var index in share.Pods.SelectMany(static p => Enumerable.Range(p.First, p.Count)))
                Assert.Equal(share.Node, pods.FirstOrDefault(p => p.Index == index)?.Node ?? share.Node);
        }
        // What goes on is there whole.
        if (target.State is JobState.Running or JobState.Starting && !records.ContainsKey(decision.Job))
        {
            Assert.Equal(target.Demand.PodSets.Sum(static s => s.Count), target.Placement.Nodes.Sum(static n => n.Pods.Sum(static p => p.Count)));
            Assert.All(pods, p => Assert.True(p.HasEnded || target.Placement.Nodes.Any(n => n.Node == p.Node), "every pod that runs is counted"));
        }
        Assert.True(target.Charge.Sum(static c => c.Resources[ResourceNames.Cpu]) <= 4000L * target.Demand.PodSets.Sum(static s => s.Count));
    }

    // Recovered a second time, what was put on record agrees.
    private static void CheckAgain(RecoveryPlan plan, ShownCluster[] shown, Dictionary<JobId, RecordedJob> records)
    {
        var after = new Dictionary<JobId, RecordedJob>(records);
        foreach (var decision in plan.Decisions.Where(static d => d.Target is not null))
            after[decision.Job] = new()
            {
                Uid = decision.Uid, Spec = decision.Target!.Spec, Demand = decision.Target.Demand, State = decision.Target.State, DrainTo = decision.Target.DrainTo,
                Attempt = decision.Attempt, Placement = decision.Target.Placement, Charge = decision.Target.Charge, Runs = decision.Target.Runs,
            };
        var again = RecoveryPlanner.Plan(shown, after, Shown.Realm);
        Assert.DoesNotContain(again.Decisions, static d => d.Target is not null);
    }

    private static ShownCluster Sight(Random random, ClusterName cluster)
    {
        var (anchors, pods) = (new List<AnchorObservation>(), new List<PodObservation>());
        foreach (var job in Jobs)
            for (var epoch = 1; epoch <= 3; epoch++)
            {
                if (random.Next(3) > 0)
                    continue;
                var attempt = Attempt.Of(epoch, 1);
                if (random.Next(5) > 0)
                    anchors.Add(Hostile(random, Shown.Anchor(job, attempt, cluster, stopped: random.Next(4) == 0)));
                var whole = (PodPhase)random.Next(6);
                for (var index = 0; index < 2; index++)
                    if (random.Next(6) > 0)
                        pods.Add(Shown.Pod(job, attempt, index, random.Next(2) == 0 ? whole : (PodPhase)random.Next(6), random.Next(4) == 0 ? "n" + random.Next(6) : null) with
                        {
                            JobUid = random.Next(12) == 0 ? "uid-else" : "uid-" + job,
                            Incarnation = random.Next(30) == 0 ? "none" : Shown.Ledger,
                        });
            }
        return Shown.Cluster(cluster, anchors, pods);
    }

    private static AnchorObservation Hostile(Random random, AnchorObservation anchor)
    {
        var note = anchor.Note!;
        var share = new NodeShare("n" + random.Next(9), [new PodShare("main", random.Next(-1, 3), random.Next(-1, 5))], ResourceVector.Of((ResourceNames.Cpu, -5)));
        return random.Next(14) switch
        {
            0 => anchor with { Note = null },
            1 => anchor with { JobUid = "", Note = null, Incarnation = "", Stopped = true },
            2 => anchor with { Note = note with { Placement = new(random.Next(2) == 0 ? Clusters[0] : Clusters[1], [share, share]) } },
            3 => anchor with { Note = note with { Placement = new(default, default) } },
            4 => anchor with { Note = note with { Charge = [new FlavorUsage("gpu", ResourceVector.Of((ResourceNames.Cpu, -1)))] } },
            5 => anchor with { Note = note with { Charge = [null!, new FlavorUsage(null!, null!)] } },
            6 => anchor with { Note = note with { Charge = default, Seq = -random.NextInt64() } },
            7 => anchor with { Note = note with { Spec = Shown.Spec(random.Next(-1, 4)) } },
            8 => anchor with { Note = note with { Uid = "uid-else" } },
            _ => anchor,
        };
    }

    private static RecordedJob Record(Random random, string job)
    {
        var states = Enum.GetValues<JobState>();
        var state = states[random.Next(states.Length)];
        var placed = state.HoldsPlaces() ? Shown.Note(job, Clusters[random.Next(2)]).Placement : null;
        return Shown.Record(job, state, state == JobState.Queued ? Attempt.None : Attempt.Of(random.Next(1, 4), 1), placed) with { Uid = random.Next(10) == 0 ? "uid-else" : "uid-" + job };
    }

    private static string Text(RecoveryPlan plan) => string.Join('\n', plan.Decisions.Select(static d => $"{d.Job} {d.Uid} {d.Attempt} {d.Cluster} {d.Verdict} {d.Target?.State}").Order(StringComparer.Ordinal));
}
