using System.CommandLine;
using System.Diagnostics;

namespace Muster.Bench;

/// <summary>
/// Submissions over HTTP on loopback from one client, each on disk when it is answered. The silo is a process of its own;
/// its one node is taken, so that the jobs wait: what is measured is accepting them and nothing else.
/// </summary>
internal static class SubmitBench
{
    public static Command Command()
    {
        var seconds = new Option<int>("--seconds") { Description = "Length of each part.", DefaultValueFactory = static _ => 5 };
        var rate = new Option<int>("--rate") { Description = "Submissions a second of the paced part.", DefaultValueFactory = static _ => 1_000 };
        var data = DataDirectory.Option();
        var command = new Command("submit", "Durable submissions over HTTP, single, paced and in batches.") { seconds, rate, data };
        command.SetAction(async (parsed, _) =>
        {
            using var directory = new DataDirectory(parsed.GetValue(data));
            await using var silo = await SiloServer.Start(directory.Next(), nodes: 1);
            using var sender = new JobSender(silo.Address, cpu: 64, duration: "24h");
            var figures = new Figures();
            var time = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            await sender.One();
            await Closed(null, silo, "warm", 64, 1, TimeSpan.FromSeconds(3), () => sender.One());
            foreach (var inFlight in (int[])[1, 8, 64])
                await Closed(figures, silo, $"{inFlight}", inFlight, 1, time, () => sender.One());
            await Paced(figures, silo, parsed.GetValue(rate), time * 2, sender);
            await Closed(null, silo, "warm", 2, 100, TimeSpan.FromSeconds(1), () => sender.Batch(100));
            await Closed(figures, silo, "batch_100", 4, 100, time, () => sender.Batch(100));
            await Closed(figures, silo, "batch_1000", 2, 1000, time, () => sender.Batch(1000));
            return figures.Print();
        });
        return command;
    }

    // So many calls in flight, the next one as soon as one has ended.
    private static async Task Closed(Figures? figures, SiloServer silo, string name, int inFlight, int jobs, TimeSpan time, Func<Task> call)
    {
        var times = new List<double>();
        var (client, server, begin) = (Cost.Begin(), silo.Cpu, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begin) < time)
            {
                var started = Stopwatch.GetTimestamp();
                await call();
                lock (times)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        Report(figures, name, times, jobs, client.End(), silo.Cpu - server);
    }

    // At a fixed rate, whatever the answers do; time counts from the moment when a call was due.
    private static async Task Paced(Figures figures, SiloServer silo, int rate, TimeSpan time, JobSender sender)
    {
        var times = new List<double>();
        var calls = new List<Task>();
        var (client, server, begin) = (Cost.Begin(), silo.Cpu, Stopwatch.GetTimestamp());
        for (var total = (int)(rate * time.TotalSeconds); calls.Count < total;)
        {
            for (var due = Math.Min(total, (int)(Stopwatch.GetElapsedTime(begin).TotalSeconds * rate)); calls.Count < due;)
            {
                var at = begin + (long)(calls.Count / (double)rate * Stopwatch.Frequency);
                calls.Add(Task.Run(async () =>
                {
                    await sender.One();
                    lock (times)
                        times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                }));
            }
            await Task.Delay(1);
        }
        await Task.WhenAll(calls);
        Report(figures, $"paced_{rate}", times, 1, client.End(), silo.Cpu - server);
    }

    private static void Report(Figures? figures, string name, List<double> times, int jobs, Cost client, TimeSpan server)
    {
        var total = (double)times.Count * jobs;
        figures?.Add($"submits_per_s_{name}", total / client.Wall.TotalSeconds, "jobs/s");
        figures?.Add($"submit_p50_ms_{name}", Figures.Median(times), "ms");
        figures?.Add($"submit_p99_ms_{name}", Figures.Percentile(times, 0.99), "ms");
        figures?.Add($"cpu_us_per_submit_server_{name}", server.TotalMicroseconds / total, "us");
        figures?.Add($"cpu_us_per_submit_client_{name}", client.CpuMicroseconds / total, "us");
    }
}
