using System.Collections.Concurrent;
using System.Diagnostics;
using Muster.Contracts;

namespace Muster.Bench;

/// <summary>One run of Muster's own dispatch, and what it took.</summary>
internal sealed class DispatchRun(int pods, Cost cost, long requests, double[] milliseconds)
{
    private const int Submitters = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public double PodsPerSecond => pods / cost.Wall.TotalSeconds;

    public double RequestsPerPod => (double)requests / pods;

    public double CpuPerPod => cost.CpuMicroseconds / pods;

    /// <summary>Milliseconds from a submission to its gang's last binding.</summary>
    public double Percentile(double part) => Figures.Percentile(milliseconds, part);

    public static async Task<DispatchRun> MeasureAsync(BenchServers servers, string data, int gangs, int podsOfEach, CancellationToken cancellationToken)
    {
        // The silo has ended when the servers are cleared: it would put back what is missing.
        var run = await SubmitAsync(servers, data, gangs, podsOfEach, cancellationToken);
        await CheckAsync(servers, gangs * podsOfEach, cancellationToken);
        return run;
    }

    private static async Task<DispatchRun> SubmitAsync(BenchServers servers, string data, int gangs, int podsOfEach, CancellationToken cancellationToken)
    {
        await using var gateways = new CountingGateways(servers);
        await using var silo = await BenchSilo.Start(data, gateways, gateways.Specs, servers.Nodes);
        var submitted = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var before = gateways.Requests;
        var begin = Cost.Begin();
        await Parallel.ForAsync(0, gangs, new ParallelOptions { MaxDegreeOfParallelism = Submitters, CancellationToken = cancellationToken }, async (i, _) =>
        {
            var name = BenchJobs.Name("g", i);
            submitted[name] = Stopwatch.GetTimestamp();
            await silo.Job(name).Submit(BenchJobs.Gang(name, podsOfEach, 1));
        });
        await gateways.BoundAsync(gangs, Patience, cancellationToken);
        var cost = begin.End();
        var run = new DispatchRun(gangs * podsOfEach, cost, gateways.Requests - before,
            [.. submitted.Select(s => Stopwatch.GetElapsedTime(s.Value, gateways.Bound[s.Key]).TotalMilliseconds)]);
        Figures.Progress($"{gangs} gangs of {podsOfEach}: {run.PodsPerSecond:0} pods/s, p99 {run.Percentile(0.99):0} ms, {run.RequestsPerPod:0.00} requests a pod");
        return run;
    }

    // By the servers' own word: every pod is there, and has a node.
    private static async Task CheckAsync(BenchServers servers, int pods, CancellationToken cancellationToken)
    {
        var bound = 0;
        foreach (var plane in servers.Planes)
            bound += await BenchServers.CountBoundAsync(plane, cancellationToken);
        Figures.Require(bound == pods, $"{bound} of {pods} pods are bound");
        await servers.ClearAsync(cancellationToken);
    }
}
