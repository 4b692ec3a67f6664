using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Muster.Silo.Tests;

/// <summary>The event log of a silo that has never had a job.</summary>
public sealed class EmptyLogTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-empty-");
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_directory.FullName}"], static builder => builder.Logging.ClearProviders());
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    // Also the second one, which finds the log's reader at work.
    [Fact]
    public async Task Stream_OfAnEmptyLog_BeginsAtOnce()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
        for (var i = 0; i < 2; i++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            // Less than the silence after which a comment comes anyway.
            patience.CancelAfter(TimeSpan.FromSeconds(10));
            using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events?after=0");
            request.Headers.Accept.Add(new("text/event-stream"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
            Assert.Equal(": still here", await reader.ReadLineAsync(patience.Token));
        }
    }
}
