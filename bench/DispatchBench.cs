using System.CommandLine;
using System.Globalization;
using Muster.ControlPlane;
using Muster.Contracts;

namespace Muster.Bench;

/// <summary>
/// From submission to the last binding on real API servers: first what the servers take at most (pods created and bound as fast
/// as they answer), then Muster with everything durable, in the same run on the same servers. Nothing runs the pods.
/// </summary>
internal static class DispatchBench
{
    private const int Writers = 64;
    private const int Nodes = 50;
    private static readonly int[] GangSizes = [1, 4];

    public static Command Command()
    {
        var clusters = new Option<int>("--clusters") { Description = "API servers.", DefaultValueFactory = static _ => 3 };
        var gangs = new Option<int>("--gangs") { Description = "Gangs of one pod, and gangs of four.", DefaultValueFactory = static _ => 1_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often ceiling and Muster take turns.", DefaultValueFactory = static _ => 3 };
        var data = DataDirectory.Option();
        var command = new Command("dispatch", "Submission to binding on real API servers, against what the servers take at most.") { clusters, gangs, rounds, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var directory = new DataDirectory(parsed.GetValue(data));
            await using var servers = await BenchServers.StartAsync(parsed.GetValue(clusters), Nodes, cancellationToken);
            return await RunAsync(servers, directory, parsed.GetValue(gangs), parsed.GetValue(rounds), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(BenchServers servers, DataDirectory directory, int gangs, int rounds, CancellationToken cancellationToken)
    {
        var figures = new Figures();
        var one = new List<double>();
        var all = new List<double>();
        var shapes = GangSizes.ToDictionary(static pods => pods, static _ => new List<DispatchRun>());
        for (var round = 0; round < rounds; round++)
        {
            one.Add(await servers.CeilingAsync(1, gangs, Writers, cancellationToken));
            all.Add(await servers.CeilingAsync(servers.Count, 2 * gangs, Writers, cancellationToken));
            foreach (var (pods, runs) in shapes)
                runs.Add(await DispatchRun.MeasureAsync(servers, directory.Next(), gangs, pods, cancellationToken));
        }
        figures.Add("ceiling_pods_per_s_1", Figures.Median(one), "pods/s");
        figures.Add($"ceiling_pods_per_s_{servers.Count}", Figures.Median(all), "pods/s");
        foreach (var (pods, runs) in shapes)
            Report(figures, pods.ToString(CultureInfo.InvariantCulture), runs, Figures.Median(all));
        return figures.Print();
    }

    private static void Report(Figures figures, string pods, List<DispatchRun> runs, double ceiling)
    {
        var rate = Figures.Median(runs.Select(static r => r.PodsPerSecond));
        figures.Add($"pods_per_s_gangs_of_{pods}", rate, "pods/s");
        figures.Add($"ceiling_ratio_gangs_of_{pods}", rate / ceiling, "");
        figures.Add($"submit_to_bound_p50_ms_gangs_of_{pods}", Figures.Median(runs.Select(static r => r.Percentile(0.5))), "ms");
        figures.Add($"submit_to_bound_p99_ms_gangs_of_{pods}", Figures.Median(runs.Select(static r => r.Percentile(0.99))), "ms");
        figures.Add($"requests_per_pod_gangs_of_{pods}", Figures.Median(runs.Select(static r => r.RequestsPerPod)), "requests");
        figures.Add($"cpu_us_per_pod_gangs_of_{pods}", Figures.Median(runs.Select(static r => r.CpuPerPod)), "us");
    }
}
