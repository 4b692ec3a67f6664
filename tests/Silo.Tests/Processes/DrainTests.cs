using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What a silo does that is told to stop while a call is under way: here one that asks a cluster, which does not answer.</summary>
[Trait("Category", "Slow")]
public sealed class DrainTests : IDisposable
{
    private static readonly string[] Patient =
    [
        "--Muster:Simulation:Demo=false", "--Muster:Limits:RequestTimeout=00:10:00", "--Muster:Kubernetes:CallTimeout=00:02:00",
    ];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-drain-");
    private readonly TcpListener _mute = new(IPAddress.Loopback, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _mute.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Stop_WhileACallIsUnderWay_IsNotReadyButLivesAndAnswersIt()
    {
        using var silo = await SiloProcess.ServeAsync(_data.FullName, Patient);
        using var http = new HttpClient { BaseAddress = silo.Address };
        var (call, held) = await BeginAsync(http);
        Signal(silo);
        await Wait.UntilAsync("the silo is not ready", async () => await ProbeAsync(http, "ready") is (HttpStatusCode.ServiceUnavailable, "stopping: the silo ends\n"), () => silo.Output);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await ProbeAsync(http, "live"));
        // What comes in late, because somebody has not seen it yet, is answered, too.
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("v1/version", UriKind.Relative), Stop)).StatusCode);
        Assert.False(call.IsCompleted);

        _mute.Stop();
        held.Dispose();
        using var answer = await call;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(0, await silo.ExitAsync());
    }

    [Fact]
    public async Task Stop_WithACallThatIsStuck_EndsWithinTheBound()
    {
        using var silo = await SiloProcess.ServeAsync(_data.FullName, [.. Patient, "--Muster:Limits:DrainTimeout=00:00:01", "--shutdownTimeoutSeconds=3"]);
        using var http = new HttpClient { BaseAddress = silo.Address };
        var (call, held) = await BeginAsync(http);
        using var holding = held;
        var begin = TimeProvider.System.GetTimestamp();
        Signal(silo);
        Assert.Equal(0, await silo.ExitAsync());
        // Left alone it would take two minutes: the call's own time, and the host's.
        Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(45), silo.Output);
        Assert.Contains("1 calls have not been answered", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call);
    }

    // The check of a cluster that is to be registered: it has connected, and waits for the other side to say something.
    private async Task<(Task<HttpResponseMessage> Call, TcpClient Held)> BeginAsync(HttpClient http)
    {
        _mute.Start();
        var port = ((IPEndPoint)_mute.LocalEndpoint).Port;
        var request = new ClusterRequest { Name = "mute", Access = RegisteringSilo.Access() with { Server = new Uri($"https://127.0.0.1:{port}/") } };
        var content = new StringContent(JsonSerializer.Serialize(request, ApiJson.Default.ClusterRequest), Encoding.UTF8, "application/json");
        var call = http.PostAsync(new Uri("v1/clusters", UriKind.Relative), content, Stop);
        return (call, await _mute.AcceptTcpClientAsync(Stop));
    }

    private static async Task<(HttpStatusCode Status, string Text)> ProbeAsync(HttpClient http, string probe)
    {
        using var response = await http.GetAsync(new Uri($"healthz/{probe}", UriKind.Relative), Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    private static void Signal(SiloProcess silo)
    {
        using var stop = Process.Start("kill", ["-TERM", $"{silo.Id}"]);
    }
}
