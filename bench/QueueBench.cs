using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Bench;

/// <summary>
/// Very many gangs that wait in 1,000 queues of one tree, of 100 kinds, none of which has room; then gangs of high
/// priority that fit, one after another, timed from submission to the ledger's record of their admission.
/// </summary>
internal static class QueueBench
{
    private const int Leaves = 1_000;
    private const int Kinds = 100;
    private const int Nodes = 64;

    public static Command Command()
    {
        var pending = new Option<string>("--pending") { Description = "Gangs that wait.", DefaultValueFactory = static _ => "1000,100000,1000000" };
        var probes = new Option<int>("--probes") { Description = "Gangs that are timed.", DefaultValueFactory = static _ => 200 };
        var submitters = new Option<int>("--submitters") { Description = "Submissions at a time.", DefaultValueFactory = static _ => 1024 };
        var data = DataDirectory.Option();
        var command = new Command("queue", "Time to admission and memory, by the number of gangs that wait.") { pending, probes, submitters, data };
        command.SetAction(async (parsed, _) =>
        {
            using var directory = new DataDirectory(parsed.GetValue(data));
            var figures = new Figures();
            foreach (var size in Sizes.Read(parsed.GetValue(pending)!))
                await Run(figures, directory, size, parsed.GetValue(probes), parsed.GetValue(submitters));
            return figures.Print();
        });
        return command;
    }

    private static async Task Run(Figures figures, DataDirectory directory, int pending, int probes, int submitters)
    {
        var data = directory.Next();
        long bytes;
        await using (var silo = await BenchSilo.Start(data, Nodes, Tree()))
        {
            await FillUp(silo);
            var empty = Cost.Memory();
            await Submit(figures, silo, pending, submitters);
            bytes = Cost.Memory() - empty;
            figures.Add($"bytes_per_job_{pending}", (double)bytes / pending, "B");
            await Probe(figures, silo, pending, probes);
        }
        await Reload(figures, data, pending);
    }

    // Every node is held but for 8 CPUs of one, which is less than any gang that waits asks for.
    private static async Task FillUp(BenchSilo silo)
    {
        for (var node = 0; node < Nodes; node++)
        {
            var name = BenchJobs.Name(BenchGateway.Holder, node);
            await silo.Job(name).Submit(BenchJobs.Gang(name, 1, node == 0 ? 56 : 64, Leaf(0)));
        }
        while (silo.Gateway.Plans.Count < Nodes)
            await Task.Delay(5);
    }

    private static async Task Submit(Figures figures, BenchSilo silo, int pending, int submitters)
    {
        var begin = Cost.Begin();
        await Parallel.ForAsync(0, pending, new ParallelOptions { MaxDegreeOfParallelism = submitters }, async (i, _) =>
        {
            var name = BenchJobs.Name("w", i);
            var kind = i / Leaves % Kinds;
            await silo.Job(name).Submit(BenchJobs.Gang(name, 1 + kind / 50, 9 + kind % 50, Leaf(i % Leaves)));
            if (i % 100_000 == 99_999)
                Figures.Progress($"{i + 1} submitted");
        });
        var cost = begin.End();
        figures.Add($"submits_per_s_{pending}", pending / cost.Wall.TotalSeconds, "jobs/s");
        figures.Add($"cpu_us_per_submit_{pending}", cost.CpuMicroseconds / pending, "us");
        await Settled(silo, pending);
    }

    private static async Task Probe(Figures figures, BenchSilo silo, int pending, int probes)
    {
        var times = new List<double>();
        var cpu = new List<double>();
        for (var i = -10; i < probes; i++)
        {
            var name = BenchJobs.Name("urgent", i + 10);
            var begin = Cost.Begin();
            var started = Stopwatch.GetTimestamp();
            var after = await silo.Ledger.WaitForChangesAsync(-1, CancellationToken.None);
            await silo.Job(name).Submit(BenchJobs.Gang(name, 8, 1, Leaf((i + 10) * 7 % Leaves), priority: 1000));
            var admitted = await Admitted(silo, name, after);
            if (i < 0)
                continue;
            times.Add((admitted - started) * 1000.0 / Stopwatch.Frequency);
            cpu.Add(begin.End().Cpu.TotalMilliseconds);
            while (silo.Gateway.Cleaned < i + 11)
                await Task.Delay(1);
        }
        figures.Add($"p50_admit_ms_{pending}", Figures.Median(times), "ms");
        figures.Add($"p99_admit_ms_{pending}", Figures.Percentile(times, 0.99), "ms");
        figures.Add($"cpu_ms_per_admit_{pending}", Figures.Median(cpu), "ms");
    }

    private static async Task<long> Admitted(BenchSilo silo, string name, long after)
    {
        while (true)
        {
            await silo.Ledger.WaitForChangesAsync(after, CancellationToken.None);
            foreach (var change in await silo.Ledger.ReadChangesAsync(after, null, 1000))
            {
                after = change.Sequence;
                Figures.Require(change.Job.Name[0] != 'w' || change.To == JobState.Queued, $"{change.Job} was admitted without room");
                if (change.Job.Name == name && change.To == JobState.Admitted)
                    return Stopwatch.GetTimestamp();
            }
        }
    }

    // A new silo on the same ledger: until every queue knows its jobs again.
    private static async Task Reload(Figures figures, string data, int pending)
    {
        var begin = Cost.Begin();
        await using var silo = await BenchSilo.Start(data, Nodes, Tree());
        await Settled(silo, pending);
        var cost = begin.End();
        figures.Add($"queue_reload_s_{pending}", cost.Wall.TotalSeconds, "s");
        figures.Add($"queue_reload_cpu_us_per_job_{pending}", cost.CpuMicroseconds / pending, "us");
    }

    private static async Task Settled(BenchSilo silo, int pending)
    {
        var waiting = 0;
        await Parallel.ForAsync(0, Leaves, async (i, _) => Interlocked.Add(ref waiting, (await silo.Queue(Leaf(i)).Get()).Pending));
        Figures.Require(waiting == pending, $"{waiting} of {pending} jobs wait");
    }

    private static QueueSpec[] Tree() =>
        [new QueueSpec { Name = "root" }, .. Enumerable.Range(0, Leaves).Select(static i => new QueueSpec { Name = Leaf(i), Parent = "root" })];

    private static string Leaf(int number) => string.Create(CultureInfo.InvariantCulture, $"leaf-{number:0000}");
}
