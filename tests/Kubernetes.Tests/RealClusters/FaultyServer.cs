using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>A real API server whose writes are lost on the way there, or on the way back.</summary>
internal sealed class FaultyServer(ApiServer server) : IApiServer, IDisposable
{
    private int _calls;

    /// <summary>Creations that never arrive, by their path.</summary>
    public Func<string, bool> LosesRequest { get; init; } = static _ => false;

    /// <summary>Creations that are done and not told of, by their path.</summary>
    public Func<string, bool> LosesReply { get; init; } = static _ => false;

    /// <summary>What happens before a creation.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Calls so far.</summary>
    public int Calls => _calls;

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return server.GetAsync(path, type, cancellationToken);
    }

    public async Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (Before is not null)
            await Before(path);
        if (LosesRequest(path))
            throw new ClusterUnreachableException("lost on the way there");
        var item = await server.CreateAsync(path, json, type, cancellationToken);
        return LosesReply(path) ? throw new ClusterUnreachableException("lost on the way back") : item;
    }

    public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        server.PatchAsync(path, json, type, cancellationToken);

    public Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken) =>
        server.DeleteAsync(path, options, cancellationToken);

    public Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken) => server.OpenAsync(path, idle, cancellationToken);

    public void Dispose() => server.Dispose();
}
