using System.Text.Json.Serialization.Metadata;

namespace Muster.Kubernetes;

/// <summary>
/// An API server whose reads count as evidence: each page of a list is believed only after the cluster has said, once more, that it is
/// the one that is meant. A cluster that took the place of another shows none of the pods that run in the old one.
/// </summary>
internal sealed class ConfirmedServer(IApiServer server, ClusterIdentity identity) : IApiServer
{
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await server.GetAsync(path, type, cancellationToken);
        await identity.ProbeAsync(cancellationToken);
        return answer;
    }

    public async Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken)
    {
        var stream = await server.OpenAsync(path, idle, cancellationToken);
        try
        {
            await identity.ProbeAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        server.CreateAsync(path, json, type, cancellationToken);

    public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        server.PatchAsync(path, json, type, cancellationToken);

    public Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken) =>
        server.DeleteAsync(path, options, cancellationToken);
}
