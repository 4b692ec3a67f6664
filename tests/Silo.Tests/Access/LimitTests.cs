using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>How often and for how long somebody may ask.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-limits-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Requests_BeyondTheCallersRate_Are429AndProbesAreAnswered()
    {
        await using var app = await ServeAsync("--Muster:Limits:RequestsPerSecond=1", "--Muster:Limits:Burst=3");
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        HttpResponseMessage last = null!;
        for (var i = 0; i < 20 && last is not { StatusCode: System.Net.HttpStatusCode.TooManyRequests }; i++)
            last = await http.GetAsync(new Uri("v1/version", UriKind.Relative), TestContext.Current.CancellationToken);
        await ApiSilo.ProblemAsync(last, 429, "Overloaded");
        Assert.True((await http.GetAsync(new Uri("healthz", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Request_ThatIsNotAnsweredInTime_HasAnUnknownOutcome()
    {
        await using var app = await ServeAsync("--Muster:Limits:RequestTimeout=00:00:00.300");
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        // A body that does not come: whatever takes too long is cut off alike.
        using var client = new TcpClient();
        await client.ConnectAsync(http.BaseAddress.Host, http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/jobs HTTP/1.1\r\nHost: {http.BaseAddress.Authority}\r\nContent-Type: application/json\r\nIdempotency-Key: late\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{{"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1", answer, StringComparison.Ordinal);
        Assert.Equal("OutcomeUnknown", JsonSerializer.Deserialize(answer[answer.IndexOf('{', StringComparison.Ordinal)..], ApiJson.Default.Problem)!.Code);
        Assert.True((await http.GetAsync(new Uri("v1/version", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    private async Task<WebApplication> ServeAsync(params string[] settings)
    {
        var app = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_data.FullName}", .. settings], static b => b.Logging.ClearProviders());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
