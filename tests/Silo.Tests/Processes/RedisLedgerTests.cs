using Muster.Contracts;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>A silo whose ledger is a real Redis.</summary>
[Trait("Category", "Slow")]
public sealed class RedisLedgerTests : IDisposable
{
    private const int Gangs = 12;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-on-redis-");
    private readonly RedisServer _redis = RedisServer.Start();

    public void Dispose()
    {
        _redis.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Process_KilledAndStartedAgain_EndsItsJobs()
    {
        using (var first = await SiloProcess.ServeAsync(_data.FullName, Settings()))
        {
            using var http = new HttpClient { BaseAddress = first.Address };
            for (var i = 0; i < Gangs; i++)
                await SubmitAsync(http, i);
            await first.KillAsync();
        }
        Assert.False(File.Exists(Path.Combine(_data.FullName, "ledger.db")));

        using var second = await SiloProcess.ServeAsync(_data.FullName, Settings());
        using var again = new HttpClient { BaseAddress = second.Address };
        for (var i = 0; i < Gangs; i++)
            Assert.Equal(JobState.Succeeded, await ApiSilo.UntilAsync(again, $"gang-{i}", JobStateMachine.IsFinal));
    }

    [Fact]
    public async Task Redis_ThatMayLoseWrites_IsRefusedAtStart()
    {
        _redis.Command("CONFIG", "SET", "appendfsync", "no");
        using var silo = SiloProcess.Start(_data.FullName, Settings());
        Assert.Equal(1, await silo.ExitAsync());
        Assert.Contains("appendfsync", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
    }

    private string[] Settings() =>
    [
        "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={_redis.Endpoint}", "--Muster:Ledger:Redis:Prefix=silo-test",
        "--Muster:QueueLimits:SweepInterval=00:00:01", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.200",
    ];

    private static async Task SubmitAsync(HttpClient http, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
        {
            Content = new StringContent(ApiSilo.Job($"gang-{number}", pods: 3, duration: "300ms"), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", $"gang-{number}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
