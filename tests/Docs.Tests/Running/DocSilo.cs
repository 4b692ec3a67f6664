using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Muster.Client;
using Muster.Silo;

namespace Muster.Docs.Tests;

/// <summary>A silo as the documents have it: three simulated clusters, queues as configured, on a port of its own.</summary>
internal sealed class DocSilo : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-docs-");
    private readonly WebApplication _app;

    private DocSilo() => _app = MusterHost.Build(
        ["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={Path.Combine(_directory.FullName, "data")}"],
        static builder => builder.Logging.ClearProviders());

    public Uri Address => new(_app.Urls.First());

    /// <summary>A folder to work in, with the examples in it.</summary>
    public string Folder => _directory.FullName;

    public static async Task<DocSilo> StartAsync(CancellationToken cancellationToken)
    {
        var silo = new DocSilo();
        await silo._app.StartAsync(cancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(silo.Folder, "examples"), Path.Combine(Repository.Root, "examples"));
        Directory.CreateSymbolicLink(Path.Combine(silo.Folder, "docs"), Path.Combine(Repository.Root, "docs"));
        await silo.UntilClustersAreReadyAsync(cancellationToken);
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    // A reader comes to the second block a while after the first; the test does not.
    private async Task UntilClustersAreReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new MusterClient(new MusterClientOptions { Address = Address });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await client.ListClustersAsync(cancellationToken)).Any(static c => c.Health != Contracts.ClusterHealth.Ready))
            await timer.WaitForNextTickAsync(cancellationToken);
    }
}
