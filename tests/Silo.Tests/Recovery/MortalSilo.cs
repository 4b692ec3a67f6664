using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo.Tests;

/// <summary>A silo with two simulated clusters that is ended and started again, while its ledger comes to harm.</summary>
internal sealed class MortalSilo(params string[] settings) : IAsyncDisposable
{
    // Generous: several test runs may share two cores.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // With its journal, in which the newest decisions are.
    private static readonly string[] Parts = ["", "-wal"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-recovery-");
    private WebApplication? _app;

    public HttpClient Http { get; private set; } = new();

    public string Ledger => Path.Combine(_data.FullName, "ledger.db");

    public ILedgerRecovery Recovery => _app!.Services.GetRequiredService<ILedgerRecovery>();

    public SimulatedFleet Fleet => _app!.Services.GetRequiredService<SimulatedFleet>();

    public async Task StartAsync()
    {
        _app = MusterHost.Build(
        [
            "--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_data.FullName}", "--Muster:Limits:RequestsPerSecond=1000000", "--Muster:Limits:Burst=1000000",
            .. Cluster(0, "east"), .. Cluster(1, "west"),
            "--Muster:Simulation:Timings:GracePeriod=00:00:00.050", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.050",
            "--Muster:MemberClusters:BindWindow=00:00:01", "--Muster:MemberClusters:WitnessInterval=00:00:00.200", "--Muster:MemberClusters:ResyncInterval=00:00:01", "--Muster:QueueLimits:SweepInterval=00:00:01",
            .. settings,
        ], static builder => builder.Logging.ClearProviders());
        _app.OpenStores();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public async Task StopAsync()
    {
        if (_app is null)
            return;
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>The ledger's file is lost, or goes back to a copy.</summary>
    public void LoseLedger(string? copy = null)
    {
        foreach (var end in new[] { "", "-wal", "-shm" })
            File.Delete(Ledger + end);
        foreach (var end in copy is null ? [] : Parts.Where(end => File.Exists(copy + end)))
            File.Copy(copy + end, Ledger + end);
    }

    /// <summary>A copy of the ledger's file, while no silo runs.</summary>
    public string CopyLedger()
    {
        var copy = Ledger + ".copy";
        foreach (var end in Parts.Where(end => File.Exists(Ledger + end)))
            File.Copy(Ledger + end, copy + end);
        return copy;
    }

    public async Task<Job> SubmitAsync(string name, int pods, string duration, string cpu = "1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
        {
            Content = new StringContent(ApiSilo.Job(name, pods, cpu, duration), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", name);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await response.Content.ReadFromJsonAsync(MusterJson.Default.Job, TestContext.Current.CancellationToken))!;
    }

    public Task<Job> UntilAsync(string name, Func<JobState, bool> accept) => UntilAsync(
        () => Http.GetFromJsonAsync($"v1/namespaces/default/jobs/{name}", MusterJson.Default.Job, TestContext.Current.CancellationToken),
        job => accept(job.Status!.State), job => $"job {name} is {job.Status!.State}: {job.Status.Reason?.Message}");

    public async Task<RecoveryReport> RecoverAsync()
    {
        using var response = await Http.PostAsync(new Uri("v1/recovery?dryRun=false", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var report = await UntilAsync(ReadRecoveryAsync, static r => r.State != RecoveryState.Running, static r => $"the recovery is {r.State}");
        Assert.True(report.State == RecoveryState.Done && report.Problem is null, report.Problem);
        return report;
    }

    public Task<RecoveryReport?> ReadRecoveryAsync() => Http.GetFromJsonAsync("v1/recovery", ApiJson.Default.RecoveryReport, TestContext.Current.CancellationToken);

    /// <summary>Waits until each cluster has seen the ledger as far as it is.</summary>
    public Task WitnessedAsync() => UntilAsync(
        () => Task.FromResult<string?>(Positions()),
        _ => Fleet.Specs.All(c => Fleet.Cluster(c.Name).ReadWitness() == _app!.Services.GetRequiredService<ILedger>().Guard.Position),
        static positions => $"not written down everywhere: {positions}");

    /// <summary>How far the ledger is, and how far each cluster has seen it.</summary>
    public string Positions() =>
        $"ledger: {_app!.Services.GetRequiredService<ILedger>().Guard.Position}; east: {Fleet.Cluster("east").ReadWitness()}; west: {Fleet.Cluster("west").ReadWitness()}";

    /// <summary>What physically ran was never twice, never in part and never more than there was room for.</summary>
    public void AssertRunsAreSound()
    {
        var runs = Fleet.ReadRuns();
        Assert.Empty(RunLedger.NeverTwice(runs));
        Assert.Empty(RunLedger.PhysicalFit(runs, Fleet.Machines()));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>Looks until what is seen is accepted.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> look, Func<T, bool> accept, Func<T, string> describe)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = (await look())!;
            if (accept(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(begin) > Patience)
                throw new TimeoutException(describe(seen));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static string[] Cluster(int index, string name) =>
    [
        $"--Muster:Simulation:Clusters:{index}:Name={name}",
        $"--Muster:Simulation:Clusters:{index}:NodeGroups:0:NamePrefix={name}-",
        $"--Muster:Simulation:Clusters:{index}:NodeGroups:0:Count=2",
        $"--Muster:Simulation:Clusters:{index}:NodeGroups:0:Allocatable:cpu=8",
        $"--Muster:Simulation:Clusters:{index}:NodeGroups:0:Allocatable:memory=64Gi",
    ];
}
