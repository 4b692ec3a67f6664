using System.Collections.Concurrent;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>Three silos on one Redis and a real API server: silos are killed while gangs come in.</summary>
[Trait("Category", "Slow")]
public sealed class ThreeSilosTests : IDisposable
{
    private const int Gangs = 120;
    private const int Pods = 3;
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-three-");
    private readonly RedisServer _redis = RedisServer.Start();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _accepted = [];
    private readonly Dictionary<string, Job> _ended = [];

    public void Dispose()
    {
        _redis.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Silos_KilledOneAfterTheOther_LoseNothingAndRunNothingTwice()
    {
        if (!Assets.AreThere && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip($"There is no control plane to test against: {Assets.Remedy}");
        await using var plane = await ControlPlane.ControlPlane.StartAsync(new ControlPlaneOptions { Name = "east" }, TestContext.Current.CancellationToken);
        await using var nodes = await HollowNodes.StartAsync(plane, HollowNode.Many("east-", 10, cpu: 64), new HollowOptions(), TestContext.Current.CancellationToken);
        var kubeconfig = plane.WriteKubeconfig(plane.Muster, Path.Combine(_data.FullName, "east.kubeconfig"));
        using var silos = new SiloSet(_redis, _data.FullName, "--Muster:Clusters:0:Name=east", $"--Muster:Clusters:0:Kubeconfig={kubeconfig}",
            "--Muster:QueueLimits:SweepInterval=00:00:01");
        for (var i = 0; i < 3; i++)
            await silos.AddAsync();

        using var submitted = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var killing = KillAsync(silos, submitted.Token);
        await SubmitAsync(silos);
        await submitted.CancelAsync();
        var kills = await killing;
        await EndAsync(silos);

        var runs = nodes.ReadRuns();
        var sizes = _ended.Values.ToDictionary(static j => j.Id, static _ => Pods);
        Assert.Empty(RunLedger.NeverTwice(runs));
        Assert.Empty(RunLedger.NeverPartial(runs, TimeSpan.FromSeconds(60), TimeProvider.System.GetUtcNow(), sizes));
        Assert.Empty(RunLedger.PhysicalFit(runs, nodes.Machines()));
        Assert.Equal(Gangs, runs.Select(static r => r.Job).Distinct().Count());
        Assert.True(kills >= 2, $"only {kills} silos were killed");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Gangs} gangs, {kills} silos killed; {Pauses(runs)}");
    }

    // Each gang goes to the silo whose turn it is; an answer that did not come is asked for again, of another one.
    private async Task SubmitAsync(SiloSet silos)
    {
        using var timer = new PeriodicTimer(BetweenGangs);
        for (var (i, turn) = (0, 0); i < Gangs; turn++)
        {
            using var http = new HttpClient { BaseAddress = silos[turn % silos.Count].Address, Timeout = TimeSpan.FromSeconds(10) };
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
            {
                Content = new StringContent(ApiSilo.Job($"gang-{i}", Pods, duration: "500ms"), System.Text.Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", $"gang-{i}");
            try
            {
                using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
                if (!response.IsSuccessStatusCode)
                    continue;
                _accepted[$"gang-{i}"] = TimeProvider.System.GetUtcNow();
                i++;
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
            catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // Killed, or not there yet.
            }
        }
    }

    private static async Task<int> KillAsync(SiloSet silos, CancellationToken cancellationToken)
    {
        var random = new Random(20260101);
        using var timer = new PeriodicTimer(BetweenKills);
        for (var kills = 0; ; kills++)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return kills;
            }
            var next = random.Next(silos.Count);
            await silos.KillAsync(next);
            await silos.RestartAsync(next);
        }
    }

    private async Task EndAsync(SiloSet silos)
    {
        using var client = silos[0].Client();
        for (var begin = TimeProvider.System.GetTimestamp(); _ended.Count < Gangs;)
        {
            var waiting = new List<string>();
            await foreach (var job in client.ListJobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            {
                if (!job.Status!.State.IsFinal())
                    waiting.Add($"{job.Id} is {job.Status.State}: {job.Status.Reason?.Message}");
                else if (job.Status.State == JobState.Succeeded)
                    _ended[job.Metadata.Name] = job;
                else
                    Assert.Fail($"{job.Id} is {job.Status.State}: {job.Status.Reason?.Message}");
            }
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, "still not ended: " + string.Join("; ", waiting) + silos[0].Output);
        }
    }

    // From the answer to the submission until the last pod ran.
    private string Pauses(IEnumerable<RunRecord> runs)
    {
        double[] waits = [.. runs.Where(static r => r.Started is not null).GroupBy(static r => r.Job.Name)
            .Select(g => (g.Max(static r => r.Started!.Value) - _accepted[g.Key]).TotalSeconds).Order()];
        return $"from acceptance until the gang ran: median {waits[waits.Length / 2]:0.0} s, p99 {waits[waits.Length * 99 / 100]:0.0} s, longest {waits[^1]:0.0} s";
    }
}
