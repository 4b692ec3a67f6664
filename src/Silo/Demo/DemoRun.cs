using System.Globalization;
using Muster.Client;
using Muster.Contracts;
using Spectre.Console;

namespace Muster.Silo;

/// <summary>
/// The demo: a silo with three simulated clusters takes the example jobs, loses the cluster of the training job half way,
/// gets it back, and sums up. It is a client of the silo's own HTTP API, as anybody else.
/// </summary>
internal sealed class DemoRun : IDisposable
{
    private static readonly string[] First = ["training-gang.yaml", "parameter-sweep.yaml", "batch-job.yaml"];
    private static readonly TimeSpan HalfWay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(55);

    private static readonly IAnsiConsole Output = DemoLog.Console();

    private readonly WebApplication _app;
    private readonly MusterClient _client;
    private readonly DemoLog _log;
    private readonly List<JobId> _jobs = [];

    private DemoRun(WebApplication app, string listen)
    {
        _app = app;
        _client = new MusterClient(new MusterClientOptions { Address = new Uri(listen) });
        _log = new DemoLog(Output);
    }

    /// <summary>Runs the demo. Returns 0 when every job ended as it should.</summary>
    public static async Task<int> RunAsync(bool once, string listen, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("muster-demo-");
        try
        {
            await using var app = MusterHost.Build(Settings(listen, data.FullName));
            app.OpenStores();
            await app.StartAsync(cancellationToken);
            using var demo = new DemoRun(app, listen);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var passed = await demo.PlayAsync(listen, patience.Token);
            if (!once)
                await demo.ServeAsync(listen, cancellationToken);
            await app.StopAsync(CancellationToken.None);
            return passed ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            Output.WriteLine(cancellationToken.IsCancellationRequested ? "stopped" : "The demo did not end in time.");
            return cancellationToken.IsCancellationRequested ? 0 : 1;
        }
        catch (Exception problem) when (Serve.IsKnown(problem))
        {
            return await Serve.FailAsync(problem.Message);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    public void Dispose() => _client.Dispose();

    private SimulatedFleet Fleet => _app.Services.GetRequiredService<SimulatedFleet>();

    // Heartbeats ten times as fast as in earnest, so that a lost cluster is noticed while somebody is looking.
    private static string[] Settings(string listen, string data) =>
    [
        $"--Muster:Listen={listen}", $"--Muster:Data={data}",
        "--Muster:MemberClusters:HeartbeatInterval=00:00:00.200", "--Muster:MemberClusters:SuspectAfter=00:00:00.800",
        "--Muster:MemberClusters:LostAfter=00:00:02", "--Muster:MemberClusters:BackAfter=00:00:01",
        "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Muster=None",
    ];

    private async Task<bool> PlayAsync(string listen, CancellationToken cancellationToken)
    {
        _log.Say($"Muster {MusterHost.Version}, engine {Engine.Name}, API on {listen}");
        await ReadyAsync(cancellationToken);
        var follow = FollowAsync(cancellationToken);
        foreach (var example in First)
            await SubmitAsync(example, cancellationToken);
        var training = _jobs[0];
        var running = await _client.GetJobHandle(training).WaitForCompletionAsync(new WaitOptions { Until = static s => s == JobState.Running }, cancellationToken);
        await SubmitAsync("big-gang.yaml", cancellationToken);
        await ExplainAsync(_jobs[^1], cancellationToken);
        await LoseAndHealAsync(training, running.Status!.Cluster!, cancellationToken);
        foreach (var job in _jobs)
            await _client.GetJobHandle(job).WaitForCompletionAsync(cancellationToken: cancellationToken);
        await follow;
        return await SumUpAsync(training, cancellationToken);
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while ((await _client.ListClustersAsync(cancellationToken)).Any(static c => c.Health != ClusterHealth.Ready))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        foreach (var cluster in await _client.ListClustersAsync(cancellationToken))
            _log.Say($"cluster {cluster.Spec.Name}: {cluster.Nodes} nodes, {Quantity.Format(ResourceNames.Gpu, cluster.Capacity[ResourceNames.Gpu])} GPUs");
    }

    private async Task SubmitAsync(string example, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "examples", example), cancellationToken);
        foreach (var manifest in ManifestReader.Read(text, example))
        {
            var job = (await _client.SubmitAsync(manifest.Job, cancellationToken: cancellationToken)).Job!;
            _jobs.Add(job.Id);
            _log.Say($"submitted {example}: {job.Id}, {job.Spec.PodSets.Sum(static p => p.Count)} pod(s), queue {job.Spec.Queue}");
        }
    }

    private async Task ExplainAsync(JobId job, CancellationToken cancellationToken)
    {
        var why = await _client.ExplainJobAsync(job, cancellationToken);
        _log.Say($"why {job} waits: {why.Reason?.Message}");
    }

    private async Task LoseAndHealAsync(JobId job, string cluster, CancellationToken cancellationToken)
    {
        await Task.Delay(HalfWay, cancellationToken);
        _log.Alarm($"cluster {cluster}: its heartbeats are stopped now; its pods run on");
        Fleet.StopHeartbeats(cluster);
        var moved = await _client.GetJobAsync(job, cancellationToken);
        for (; moved.Status is not { Runs: > 1, State: JobState.Running }; moved = await _client.GetJobAsync(job, cancellationToken))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        _log.Alarm($"{job} failed over: {cluster} -> {moved.Status!.Cluster}");
        Fleet.ResumeHeartbeats(cluster);
        _log.Alarm($"cluster {cluster}: its heartbeats are back; superseded pods go first, then it takes work again");
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var ended = 0;
        await foreach (var change in _client.WatchAsync(new WatchOptions { After = 0 }, cancellationToken))
        {
            _log.Changed(change);
            ended += change.To.IsFinal() ? 1 : 0;
            // All examples are in by the time the big gang is, and it ends last.
            if (_jobs.Count > First.Length && ended == _jobs.Count)
                return;
        }
    }

    private async Task<bool> SumUpAsync(JobId training, CancellationToken cancellationToken)
    {
        var jobs = new List<Job>();
        foreach (var job in _jobs)
            jobs.Add(await _client.GetJobAsync(job, cancellationToken));
        var changes = (await _client.GetEventsAsync(cancellationToken: cancellationToken)).Items;
        DemoSummary.Write(Output, jobs, changes);
        var findings = DemoSummary.Findings(jobs, Fleet, training);
        foreach (var finding in findings)
            _log.Alarm(finding);
        _log.Say(findings.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"all {jobs.Count} jobs ended as they should; by the clusters' own records no gang ran in part, and none ran twice that did not ask for it")
            : "something did not go as it should");
        return findings.Count == 0;
    }

    private async Task ServeAsync(string listen, CancellationToken cancellationToken)
    {
        _log.Say($"serving on {listen} until Ctrl-C; try: dotnet run --project src/Cli -- get jobs");
        await _app.WaitForShutdownAsync(cancellationToken);
    }
}
