using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Muster.Silo.Tests;

/// <summary>A silo on Orleans whose grains are held up: it refuses what is too much, and ends all the same when it is told to.</summary>
[Trait("Category", "Slow")]
public sealed class OverloadTests : IAsyncDisposable
{
    private const int MaxWaiting = 100;
    private const int Calls = 3 * MaxWaiting;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-overload-");
    private WebApplication? _silo;
    private GatedLedger? _ledger;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _ledger?.Open();
        if (_silo is not null)
            await _silo.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Calls_BeyondThoseThatMayWait_Are503WithWhenToComeBack()
    {
        using var http = await StartAsync($"--Muster:Cluster:MaxWaitingCalls={MaxWaiting}");
        await RunningAsync(http);
        _ledger!.Close();
        var calls = Enumerable.Range(0, Calls).Select(_ => CancelAsync(http)).ToArray();
        // One is being answered, as many as may be wait; the rest is refused at once.
        await Wait.UntilAsync("what is too much is refused", () => Task.FromResult(calls.Count(static c => c.IsCompleted) >= Calls - 2 * MaxWaiting));
        var refusals = calls.Where(static c => c.IsCompleted).ToArray();
        foreach (var refused in refusals)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), (await refused).Headers.RetryAfter?.Delta);
            Assert.Contains("\"OutcomeUnknown\"", await (await refused).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        Assert.Contains(calls, static c => !c.IsCompleted);

        _ledger.Open();
        var answers = await Task.WhenAll(calls);
        // Those that waited, and those that came only after that.
        Assert.InRange(answers.Count(static a => a.StatusCode == HttpStatusCode.OK), 1, Calls - refusals.Length);
        Assert.All(answers, static a => Assert.Contains(a.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
    }

    [Fact]
    public async Task Stop_WithAGrainThatIsStuck_EndsWithinTheBound()
    {
        using var http = await StartAsync("--shutdownTimeoutSeconds=3", "--Muster:Limits:DrainTimeout=00:00:01");
        await RunningAsync(http);
        _ledger!.Close();
        var stuck = CancelAsync(http);
        await Wait.UntilAsync("the grain is stuck", () => Task.FromResult(_ledger.Held > 0));
        var begin = TimeProvider.System.GetTimestamp();
        try
        {
            await _silo!.StopAsync(Stop);
        }
        catch (OperationCanceledException)
        {
            // The bound was there before all was done.
        }
        // Of the host; left alone it would wait for two minutes.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin), TimeSpan.Zero, TimeSpan.FromSeconds(45));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => stuck);
    }

    [Fact]
    public void Settings_OfTheLimits_ReachTheEngine()
    {
        _silo = Build("--Muster:Cluster:MaxWaitingCalls=500", "--Muster:Cluster:ShedLoadAbove=70", "--Muster:Cluster:ResponseTimeout=00:00:07");
        var messaging = _silo.Services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value;
        var shedding = _silo.Services.GetRequiredService<IOptions<LoadSheddingOptions>>().Value;
        Assert.Equal((250, 500, TimeSpan.FromSeconds(7)), (messaging.MaxEnqueuedRequestsSoftLimit, messaging.MaxEnqueuedRequestsHardLimit, messaging.ResponseTimeout));
        Assert.Equal((true, 70), (shedding.LoadSheddingEnabled, shedding.CpuThreshold));
    }

    [Fact]
    public void Explain_WhatTheEngineRefuses_IsNoDefect()
    {
        Exception[] refusals = [new LimitExceededException(), new GatewayTooBusyException(), new SiloUnavailableException(), new TimeoutException()];
        Assert.All(refusals, static r => Assert.Equal((503, "OutcomeUnknown"), ApiFaults.Explain(r) is { } problem ? (problem.Status, problem.Code) : default));
    }

    private async Task<HttpClient> StartAsync(params string[] settings)
    {
        _silo = Build(settings);
        _silo.OpenStores();
        await _silo.StartAsync(Stop);
        return new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Calls }) { BaseAddress = new Uri(_silo.Urls.First()) };
    }

    private WebApplication Build(params string[] settings) => MusterHost.Build(
        [
            "--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_data.FullName}", "--Muster:Limits:RequestTimeout=00:10:00",
            "--Muster:Cluster:ResponseTimeout=00:05:00", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.200", .. settings,
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<ILedger>(provider => _ledger = new GatedLedger(provider.GetRequiredService<SqliteLedger>()));
        });

    private static async Task RunningAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
        {
            Content = new StringContent(ApiSilo.Job("held", duration: "10m"), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "held");
        using var response = await http.SendAsync(request, Stop);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(JobState.Running, await ApiSilo.UntilAsync(http, "held", static s => s == JobState.Running));
    }

    private static Task<HttpResponseMessage> CancelAsync(HttpClient http) =>
        http.PostAsync(new Uri("v1/namespaces/default/jobs/held/cancel", UriKind.Relative), null, Stop);
}
