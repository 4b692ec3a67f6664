using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Muster.Silo.Tests;

/// <summary>What probes and people see of a silo that starts, is in trouble, and ends.</summary>
[Trait("Category", "Slow")]
public sealed class HealthTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-health-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Ready_WhileTheLedgerIsLocked_Is503AndComesBack()
    {
        using var silo = await SiloProcess.ServeAsync(_data.FullName);
        using var http = new HttpClient { BaseAddress = silo.Address };
        await UntilAsync(http, "healthz/startup", HttpStatusCode.OK);
        Assert.Equal("ok\n", await UntilAsync(http, "healthz/ready", HttpStatusCode.OK));
        await using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_data.FullName, "ledger.db")};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("ledger: ", await UntilAsync(http, "healthz/ready", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
            Assert.Equal("ok\n", await UntilAsync(http, "healthz/live", HttpStatusCode.OK));
        }
        await UntilAsync(http, "healthz", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Start_OnATakenPort_SaysSoInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        using var silo = SiloProcess.Start(_data.FullName, $"--Muster:Listen={address}");
        Assert.Equal(1, await silo.ExitAsync());
        Assert.Contains($"{address} is taken", silo.Output, StringComparison.Ordinal);
        Assert.Contains("--Muster:Listen=", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfASilo_NamesItsAddressAndKeepsQuietAboutWrongNames()
    {
        using var silo = await SiloProcess.ServeAsync(_data.FullName);
        using var http = new HttpClient { BaseAddress = silo.Address };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("v1/queues/nowhere", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("v1/clusters/nowhere", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        using var stop = Process.Start("kill", ["-TERM", $"{silo.Id}"]);
        Assert.Equal(0, await silo.ExitAsync());
        Assert.Contains($"listens on {silo.Address.ToString().TrimEnd('/')}", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithAnOpenStream_EndsItAndDoesNotWait()
    {
        using var silo = await SiloProcess.ServeAsync(_data.FullName);
        using var http = new HttpClient { BaseAddress = silo.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events");
        request.Headers.Accept.Add(new("text/event-stream"));
        using var stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var stop = Process.Start("kill", ["-TERM", $"{silo.Id}"]);
        await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await silo.ExitAsync());
    }

    private static async Task<string> UntilAsync(HttpClient http, string path, HttpStatusCode status)
    {
        for (var begin = TimeProvider.System.GetTimestamp(); ;)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.StatusCode == status)
                return text;
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(30), $"{path} is {(int)response.StatusCode} still: {text}");
        }
    }
}
