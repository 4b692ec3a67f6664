using System.CommandLine;
using System.Globalization;
using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Bench;

/// <summary>The round planner by itself: no grains, no ledger. Gangs of 8 pods of 8 CPUs, a node each.</summary>
internal static class PlanBench
{
    private static readonly QueueName Queue = new("default");
    private static readonly QueueSpec[] Queues = [new QueueSpec { Name = "default" }];

    public static Command Command()
    {
        var nodes = new Option<string>("--nodes") { Description = "Cluster sizes.", DefaultValueFactory = static _ => "100,1000,10000,100000" };
        var decisions = new Option<int>("--decisions") { Description = "Decisions of each size.", DefaultValueFactory = static _ => 100_000 };
        var command = new Command("plan", "Decisions per second of the round planner, by cluster size.") { nodes, decisions };
        command.SetAction(parsed =>
        {
            var figures = new Figures();
            Decide(1_000, 20_000);
            foreach (var size in Sizes.Read(parsed.GetValue(nodes)!))
            {
                var (cost, bytesPerNode) = Decide(size, parsed.GetValue(decisions));
                figures.Add($"decisions_per_s_{size}", parsed.GetValue(decisions) / cost.Wall.TotalSeconds, "1/s");
                figures.Add($"cpu_us_per_decision_{size}", cost.CpuMicroseconds / parsed.GetValue(decisions), "us");
                figures.Add($"bytes_allocated_per_decision_{size}", (double)cost.Allocated / parsed.GetValue(decisions), "B");
                figures.Add($"index_bytes_per_node_{size}", bytesPerNode, "B");
                figures.Add($"unplaceable_us_per_class_and_round_{size}", Unplaceable(size), "us");
            }
            return figures.Print();
        });
        return command;
    }

    // Rounds of gangs that come and go, as many at a time as a round admits and as have room.
    private static (Cost Cost, double BytesPerNode) Decide(int nodes, int decisions)
    {
        var table = Table(nodes);
        var before = Cost.Memory();
        var state = State(table);
        var bytesPerNode = (double)(Cost.Memory() - before) / nodes;
        var perRound = Math.Min(512, nodes);
        var seq = 0;
        var cost = default(Cost);
        var demand = Demand(8, 8);
        for (var done = 0; done < decisions; done += perRound)
        {
            var jobs = Enumerable.Range(0, perRound).Select(_ => Pending(demand, ++seq)).ToArray();
            state.Heads.Apply(new HeadsOffer { Leaf = Queue, Heads = [.. jobs] }, state.Fleet);
            var begin = Cost.Begin();
            var plan = RoundPlanner.Plan(state, new(perRound, int.MaxValue));
            var round = begin.End();
            Figures.Require(plan.Admissions.Length == perRound, $"{plan.Admissions.Length} of {perRound} gangs were admitted");
            Figures.Require(plan.Admissions.SelectMany(static a => a.Placement.Nodes).DistinctBy(static n => n.Node).Count() == perRound, "two gangs share a node");
            // All but the last gangs of the very first round leave again: the index works on a cluster in use.
            foreach (var admission in plan.Admissions)
                RoundPlanner.Undo(state, admission.Job.Id);
            cost = new(cost.Wall + round.Wall, cost.Cpu + round.Cpu, cost.Allocated + round.Allocated);
        }
        return (cost, bytesPerNode);
    }

    // Classes of gangs that find no room, and a change in every round that makes each worth trying again.
    private static double Unplaceable(int nodes)
    {
        const int Classes = 100;
        const int Rounds = 200;
        var state = State(Table(nodes));
        foreach (var node in Table(nodes).Nodes)
            state.Fleet.Assume(new("default", $"hold-{node.Name}"), new(new(BenchSilo.Cluster),
                [new NodeShare(node.Name, [], ResourceVector.Of((ResourceNames.Cpu, 60_000)))]));
        state.Heads.Apply(new HeadsOffer
        {
            Leaf = Queue,
            Heads = [.. Enumerable.Range(0, Classes).SelectMany(c => Enumerable.Range(0, 64).Select(i => Pending(Demand(1 + c / 50, 5 + c % 50), c * 64 + i)))],
        }, state.Fleet);
        RoundPlanner.Plan(state, new(512, int.MaxValue));
        var first = Table(nodes).Nodes[0].Name;
        var begin = Cost.Begin();
        for (var round = 0; round < Rounds; round++)
        {
            var job = new JobId("default", "blink");
            state.Fleet.Assume(job, new(new(BenchSilo.Cluster), [new NodeShare(first, [], ResourceVector.Of((ResourceNames.Cpu, 1_000)))]));
            state.Fleet.Drop(job);
            Figures.Require(RoundPlanner.Plan(state, new(512, int.MaxValue)).Admissions.IsEmpty, "a gang without room was admitted");
        }
        return begin.End().CpuMicroseconds / Rounds / Classes;
    }

    private static RoundState State(ClusterChanges table)
    {
        var state = new RoundState(new QuotaTree(Queue, Queues, []), new PendingHeads(), new FleetIndex(), DateTimeOffset.UnixEpoch);
        state.Fleet.Apply(table);
        return state;
    }

    private static ClusterChanges Table(int nodes) => new()
    {
        Cluster = new ClusterSpec { Name = BenchSilo.Cluster },
        Incarnation = EpochToken.New(),
        Version = 1,
        Full = true,
        Health = ClusterHealth.Ready,
        Nodes = [.. Enumerable.Range(0, nodes).Select(static i => new NodeInfo { Name = string.Create(CultureInfo.InvariantCulture, $"n-{i:000000}"), Allocatable = BenchSilo.Node })],
    };

    private static PendingJob Pending(GangDemand demand, int seq) => new() { Id = new("default", BenchJobs.Name("g", seq)), Seq = seq, Demand = demand };

    private static GangDemand Demand(int pods, int cpu) => GangDemandReader.Read(BenchJobs.Gang("x", pods, cpu).Job.Spec);
}
