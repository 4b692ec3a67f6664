using System.Net;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>A silo that is started on another ledger than the one that its clusters know.</summary>
[Trait("Category", "Slow")]
public sealed class LostLedgerTests : IDisposable
{
    private static readonly string[] Settings = ["--Muster:MemberClusters:HeartbeatInterval=00:00:00.200", "--Muster:MemberClusters:WitnessInterval=00:00:00.200"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-lost-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Ledger_DeletedBetweenTwoStarts_StopsTheSilo()
    {
        using (var first = await SiloProcess.ServeAsync(_data.FullName, Settings))
        {
            using var http = new HttpClient { BaseAddress = first.Address };
            using var accepted = await SubmitAsync(http, "before");
            Assert.True(accepted.IsSuccessStatusCode);
            Assert.Equal(JobState.Succeeded, await ApiSilo.UntilAsync(http, "before", JobStateMachine.IsFinal));
            await first.KillAsync();
        }
        foreach (var file in _data.EnumerateFiles("ledger.db*"))
            file.Delete();

        // It never becomes ready.
        using var second = SiloProcess.Start(_data.FullName, Settings);
        using var again = new HttpClient { BaseAddress = second.Address };
        var (status, ready) = (HttpStatusCode.OK, "");
        for (var begin = TimeProvider.System.GetTimestamp(); status != HttpStatusCode.ServiceUnavailable || !ready.Contains("was wiped or replaced", StringComparison.Ordinal);)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(60), $"it is {status} still: {ready}\n{second.Output}");
            try
            {
                (status, ready) = await GetAsync(again, "healthz/ready");
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
        Assert.Contains("muster recover", ready, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(again, "healthz/live"));
        using var refused = await SubmitAsync(again, "after");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("LedgerRolledBack", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient http, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
        {
            Content = new StringContent(ApiSilo.Job(name, pods: 1, duration: "100ms"), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", name);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
