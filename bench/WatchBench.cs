using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Muster.Bench;

/// <summary>
/// A busy queue alone, then watched by a crowd of its own, then by a crowd of another queue: how fast jobs are accepted and
/// run, and what a delivered event costs. Client and silo share the machine: with a crowd the client's reading counts, too.
/// </summary>
internal static class WatchBench
{
    public static Command Command()
    {
        var watchers = new Option<int>("--watchers") { Description = "Streams that are open.", DefaultValueFactory = static _ => 1_000 };
        var seconds = new Option<int>("--seconds") { Description = "Length of each part.", DefaultValueFactory = static _ => 8 };
        var rate = new Option<int>("--rate") { Description = "Jobs a second of the paced part; each makes six events.", DefaultValueFactory = static _ => 50 };
        var data = DataDirectory.Option();
        var command = new Command("watch", "A busy queue with and without a crowd of watchers.") { watchers, seconds, rate, data };
        command.SetAction(async (parsed, _) =>
        {
            using var directory = new DataDirectory(parsed.GetValue(data));
            await using var silo = await SiloServer.Start(directory.Next(), nodes: 64,
                string.Create(CultureInfo.InvariantCulture, $"--Muster:Limits:MaxWatches={parsed.GetValue(watchers)}"));
            using var sender = new JobSender(silo.Address, cpu: 1, duration: "1ms");
            var time = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var (crowd, figures) = (parsed.GetValue(watchers), new Figures());
            await Submit(sender, TimeSpan.FromSeconds(4));
            var alone = await Part(figures, silo, sender, "unwatched", time, 0, "");
            var others = await Part(figures, silo, sender, "watched_elsewhere", time, crowd, "queue=sweeps");
            var watched = await Part(figures, silo, sender, "watched", time, crowd, "queue=default");
            figures.Add("submit_ratio_watched_elsewhere", others / alone, "");
            figures.Add("submit_ratio_watched", watched / alone, "");
            await Paced(figures, silo, sender, time, crowd, parsed.GetValue(rate));
            return figures.Print();
        });
        return command;
    }

    // As many jobs as are taken, eight at a time. Returns jobs a second.
    private static async Task<double> Part(Figures figures, SiloServer silo, JobSender sender, string name, TimeSpan time, int watchers, string query)
    {
        var end = await End(silo);
        using var crowd = new WatchCrowd(silo.Address, watchers, $"after={end}&{query}");
        await crowd.Open();
        var (server, begin) = (silo.Cpu, Stopwatch.GetTimestamp());
        var jobs = await Submit(sender, time);
        var wall = Stopwatch.GetElapsedTime(begin);
        figures.Add($"submits_per_s_{name}", jobs / wall.TotalSeconds, "jobs/s");
        figures.Add($"cpu_share_server_{name}", (silo.Cpu - server) / wall, "cores");
        figures.Add($"events_delivered_per_s_{name}", crowd.Events / wall.TotalSeconds, "1/s");
        Figures.Require(crowd.Ended == 0, $"{crowd.Ended} watchers were cut off");
        return jobs / wall.TotalSeconds;
    }

    // The same events with and without a crowd: the difference of CPU time is what delivering them costs.
    private static async Task Paced(Figures figures, SiloServer silo, JobSender sender, TimeSpan time, int watchers, int rate)
    {
        var quiet = await Cpu(0);
        var (crowded, events) = (quiet.Cpu, 0L);
        (crowded, events) = await Cpu(watchers);
        figures.Add("events_delivered_paced", events, "");
        figures.Add("cpu_us_per_delivered_event", (crowded - quiet.Cpu).TotalMicroseconds / Math.Max(1, events), "us");

        async Task<(TimeSpan Cpu, long Events)> Cpu(int size)
        {
            using var crowd = new WatchCrowd(silo.Address, size, $"after={await End(silo)}&queue=default");
            await crowd.Open();
            var (server, begin, sent) = (silo.Cpu, Stopwatch.GetTimestamp(), 0);
            var calls = new List<Task>();
            while (Stopwatch.GetElapsedTime(begin) is var past && past < time)
            {
                for (; sent < past.TotalSeconds * rate; sent++)
                    calls.Add(sender.One());
                await Task.Delay(5);
            }
            await Task.WhenAll(calls);
            await Task.Delay(1_000);
            return (silo.Cpu - server, crowd.Events);
        }
    }

    private static async Task<int> Submit(JobSender sender, TimeSpan time)
    {
        var (jobs, begin) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begin) < time)
            {
                await sender.One();
                Interlocked.Increment(ref jobs);
            }
        })));
        return jobs;
    }

    private static async Task<long> End(SiloServer silo)
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        using var page = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri("v1/events?limit=1", UriKind.Relative)));
        return page.RootElement.GetProperty("end").GetInt64();
    }
}
