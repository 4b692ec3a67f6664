using System.Text.Json.Serialization.Metadata;

namespace Muster.Kubernetes;

/// <summary>
/// One cluster's API server. Every call has a deadline and a place among a bounded number; it is repeated
/// inside only where the server said that nothing was done: after 429, and once after 401 with a credential that was read anew.
/// Paths begin at the root, for example <c>/api/v1/nodes?limit=500</c>; what is put into them is escaped.
/// </summary>
/// <remarks>
/// Every call may throw <see cref="Contracts.ClusterUnreachableException"/> (no answer, a time-out or 5xx: the outcome of a write is
/// unknown), <see cref="Contracts.ClusterUnauthorizedException"/> (401 after the credential was read anew), and
/// <see cref="ApiException"/> (any other refusal: nothing was done).
/// </remarks>
public interface IApiServer
{
    /// <summary>Reads one object, or a page of a list.</summary>
    Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken);

    /// <summary>Creates an object. Returns it as the server has it.</summary>
    Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken);

    /// <summary>Changes an object by a JSON merge patch (RFC 7386). Returns it as the server has it.</summary>
    Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken);

    /// <summary>Deletes an object; the body is a <c>DeleteOptions</c>, with a precondition on its uid.</summary>
    Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken);

    /// <summary>
    /// Opens an answer that goes on: a watch, or a log that is followed. Only the beginning of the answer has a deadline. Reads of
    /// the stream fail with <see cref="IOException"/> when the connection breaks, or says nothing for <paramref name="idle"/>.
    /// </summary>
    Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken);
}
