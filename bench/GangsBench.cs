using System.CommandLine;
using Muster.Contracts;

namespace Muster.Bench;

/// <summary>
/// Gangs of 8 pods of 8 CPUs, each pod set as large as a node, from submission to the end: all grains, every step durable.
/// Pods succeed as soon as they are bound.
/// </summary>
internal static class GangsBench
{
    private const int Pods = 8;
    private const int Cpu = 8;

    public static Command Command()
    {
        var nodes = new Option<string>("--nodes") { Description = "Cluster sizes.", DefaultValueFactory = static _ => "100,1000,10000" };
        var gangs = new Option<int>("--gangs") { Description = "Gangs of each size.", DefaultValueFactory = static _ => 20_000 };
        var submitters = new Option<int>("--submitters") { Description = "Submissions at a time.", DefaultValueFactory = static _ => 512 };
        var data = DataDirectory.Option();
        var command = new Command("gangs", "Gangs per second from submission to the end, by cluster size.") { nodes, gangs, submitters, data };
        command.SetAction(async (parsed, _) =>
        {
            using var directory = new DataDirectory(parsed.GetValue(data));
            var figures = new Figures();
            await Run(directory, 100, 8_000, parsed.GetValue(submitters));
            var empty = await Memory(directory, 1);
            foreach (var size in Sizes.Read(parsed.GetValue(nodes)!))
            {
                var cost = await Run(directory, size, parsed.GetValue(gangs), parsed.GetValue(submitters));
                figures.Add($"gangs_per_s_{size}", parsed.GetValue(gangs) / cost.Wall.TotalSeconds, "gangs/s");
                figures.Add($"cpu_us_per_gang_{size}", cost.CpuMicroseconds / parsed.GetValue(gangs), "us");
                figures.Add($"bytes_allocated_per_gang_{size}", (double)cost.Allocated / parsed.GetValue(gangs), "B");
                figures.Add($"bytes_per_node_{size}", (double)(await Memory(directory, size) - empty) / (size - 1), "B");
            }
            return figures.Print();
        });
        return command;
    }

    private static async Task<Cost> Run(DataDirectory directory, int nodes, int gangs, int submitters)
    {
        await using var silo = await BenchSilo.Start(directory.Next(), nodes);
        var begin = Cost.Begin();
        await Parallel.ForAsync(0, gangs, new ParallelOptions { MaxDegreeOfParallelism = submitters }, async (i, _) =>
        {
            var name = BenchJobs.Name("g", i);
            await silo.Job(name).Submit(BenchJobs.Gang(name, Pods, Cpu));
        });
        var submitted = begin.End();
        while (silo.Gateway.Cleaned < gangs)
            await Task.Delay(5);
        var cost = begin.End();
        var shared = (double)silo.Ledger.Operations / silo.Ledger.Transactions;
        Figures.Progress($"{nodes} nodes: {gangs} gangs in {cost.Wall.TotalSeconds:0.0} s (submitted after {submitted.Wall.TotalSeconds:0.0} s), CPU {cost.Cpu.TotalSeconds:0.0} s; "
            + $"{(double)silo.Ledger.Operations / gangs:0.0} ledger operations a gang, {shared:0} a transaction");
        await ClaimAudit.Check(silo, gangs, Cpu * 1000);
        return cost;
    }

    // The cluster's table, the planner's index and the node grains.
    private static async Task<long> Memory(DataDirectory directory, int nodes)
    {
        await using var silo = await BenchSilo.Start(directory.Next(), nodes);
        await silo.Job("first").Submit(BenchJobs.Gang("first", Pods, Cpu));
        while (silo.Gateway.Cleaned < 1)
            await Task.Delay(5);
        var list = await silo.Gateway.ListAsync(CancellationToken.None);
        await Parallel.ForEachAsync(list.Nodes, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (node, _) =>
            await silo.Grains.GetGrain<INodeGrain>(new NodeId(new(BenchSilo.Cluster), node.Name).ToString())
                .Prepare(new PrepareRequest { Job = new JobId("default", "nobody"), Attempt = Attempt.Of(1, 1), Ask = BenchSilo.Node.Times(2) }));
        return Cost.Memory();
    }
}
