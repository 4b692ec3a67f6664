using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>The process is killed at any moment, again and again, while jobs come in and run.</summary>
[Trait("Category", "Slow")]
public sealed class KillTests : IDisposable
{
    private const int Rounds = 20;
    private const int GangsOfARound = 6;
    private static readonly string[] Faster = ["--Muster:QueueLimits:SweepInterval=00:00:01", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.200"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-kill-");
    private readonly Dictionary<string, Job> _sent = [];
    private readonly Dictionary<string, string> _uids = [];
    private readonly HashSet<string> _ended = [];

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Process_KilledAtAnyMoment_LosesNothingAndRunsNothingTwice()
    {
        var random = new Random(20260101);
        foreach (var job in Examples())
            _sent[job.Metadata.Name] = job;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < GangsOfARound; i++)
                Add(string.Create(CultureInfo.InvariantCulture, $"gang-{round}-{i}"), random);
            using var silo = await SiloProcess.ServeAsync(_data.FullName, Faster);
            var lifetime = TimeSpan.FromMilliseconds(random.Next(20, 1500));
            var killing = Task.Delay(lifetime, TestContext.Current.CancellationToken).ContinueWith(_ => silo.KillAsync(), TaskScheduler.Default).Unwrap();
            await SubmitAsync(silo);
            await killing;
        }
        using var last = await SiloProcess.ServeAsync(_data.FullName, Faster);
        await SubmitAsync(last);
        Assert.Equal(_sent.Count, _uids.Count);
        using (var client = last.Client())
            await EndAsync(client);
        await last.KillAsync();
        CheckRuns();
    }

    [Fact]
    public async Task Process_ToldToStop_EndsWithZeroAndGoesOnLater()
    {
        Add("gang", new Random(1));
        using (var silo = await SiloProcess.ServeAsync(_data.FullName, Faster))
        {
            await SubmitAsync(silo);
            using var stop = System.Diagnostics.Process.Start("kill", ["-TERM", silo.Id.ToString(CultureInfo.InvariantCulture)]);
            Assert.Equal(0, await silo.ExitAsync());
        }
        using var again = await SiloProcess.ServeAsync(_data.FullName, Faster);
        using var client = again.Client();
        await EndAsync(client);
        await again.KillAsync();
        CheckRuns();
    }

    private static IEnumerable<Job> Examples() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(static file => ManifestReader.Read(File.ReadAllText(file), file)).Select(static manifest => manifest.Job);

    // Every job keeps its token, and is sent again until an answer came; those that were answered are sent again now and then.
    private async Task SubmitAsync(SiloProcess silo)
    {
        using var client = silo.Client();
        foreach (var (name, job) in _sent)
        {
            if (_uids.ContainsKey(name) && (name.Length + _uids.Count) % 5 != 0)
                continue;
            try
            {
                var accepted = await client.SubmitAsync(job, new SubmitOptions { Token = "token-of-" + name }, TestContext.Current.CancellationToken);
                if (_uids.TryGetValue(name, out var uid))
                    Assert.Equal(uid, accepted.Job!.Metadata.Uid);
                _uids[name] = accepted.Job!.Metadata.Uid;
            }
            catch (MusterException error) when (error is UnreachableException or OutcomeUnknownException)
            {
                return;
            }
        }
    }

    private async Task EndAsync(MusterClient client)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (_ended.Count < _sent.Count)
        {
            var waiting = new List<string>();
            await foreach (var job in client.ListJobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            {
                Assert.Equal(_uids[job.Metadata.Name], job.Metadata.Uid);
                if (job.Status!.State.IsFinal())
                    _ended.Add(job.Metadata.Name);
                else
                    waiting.Add($"{job.Id} is {job.Status.State}: {job.Status.Reason?.Message}");
                if (job.Status.State.IsFinal() && job.Status.State != JobState.Succeeded)
                    Assert.Fail($"{job.Id} is {job.Status.State}: {job.Status.Reason?.Message}");
            }
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(90), "still not ended: " + string.Join("; ", waiting));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private void CheckRuns()
    {
        var files = Directory.GetFiles(Path.Combine(_data.FullName, "clusters"), "*.cluster.db");
        Assert.NotEmpty(files);
        ImmutableArray<RunRecord> runs = [.. files.SelectMany(static f => RunLedger.Read(f))];
        var eager = _sent.Values.Where(static j => j.Spec.Failover.Policy == FailoverPolicy.Eager).Select(static j => j.Id).ToHashSet();
        var sizes = _sent.Values.ToDictionary(static j => j.Id, static j => j.Spec.PodSets.Sum(static s => s.Minimum));
        Assert.Empty(RunLedger.NeverTwice(runs, eager));
        Assert.Empty(RunLedger.NeverPartial(runs, TimeSpan.FromSeconds(30), TimeProvider.System.GetUtcNow(), sizes));
        Assert.Empty(RunLedger.PhysicalFit(runs, files.SelectMany(static f => RunLedger.ReadMachines(f))));
        Assert.Equal(_sent.Count, runs.Select(static r => r.Job).Distinct().Count());
        // Nothing failed, so nothing had to run again.
        Assert.All(runs.GroupBy(static r => r.Job), static j => Assert.Single(j.Select(static r => r.Attempt).Distinct()));
    }

    private void Add(string name, Random random)
    {
        var template = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["metadata"] = new { annotations = new Dictionary<string, string> { ["simulation.muster.dev/duration"] = $"{random.Next(10, 700)}ms" } },
            ["spec"] = new { containers = new[] { new { name = "main", image = "busybox", resources = new { requests = new { cpu = random.Next(1, 30).ToString(CultureInfo.InvariantCulture) } } } } },
        });
        _sent[name] = new Job
        {
            Metadata = new JobMetadata { Name = name },
            Spec = new JobSpec
            {
                Queue = random.Next(3) == 0 ? "default" : "sweeps",
                PodSets = [new PodSet { Count = random.Next(1, 6), Template = new PodTemplate(template) }],
            },
        };
    }
}
