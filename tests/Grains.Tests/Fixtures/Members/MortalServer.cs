using System.Text.Json.Serialization.Metadata;
using Muster.Kubernetes;

namespace Muster.Grains.Tests;

/// <summary>The way to an API server of a silo that dies when its fuse blows.</summary>
internal sealed class MortalServer(IApiServer inner, Fuse fuse) : IApiServer
{
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        fuse.Check();
        return inner.GetAsync(path, type, cancellationToken);
    }

    public Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        fuse.WriteAsync(() => inner.CreateAsync(path, json, type, cancellationToken));

    public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        fuse.WriteAsync(() => inner.PatchAsync(path, json, type, cancellationToken));

    public Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken) => fuse.WriteAsync(async () =>
    {
        await inner.DeleteAsync(path, options, cancellationToken);
        return true;
    });

    public Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken)
    {
        fuse.Check();
        return inner.OpenAsync(path, idle, cancellationToken);
    }
}
