namespace Muster.Kubernetes;

/// <summary>
/// How many lists of one cluster are read at a time, by all of its reflectors. Without it, a restart of the API server, which ends
/// every watch at once, is answered by a list of everything from everyone.
/// </summary>
public sealed class RelistGate(int concurrency = 2) : IDisposable
{
    private readonly SemaphoreSlim places = new(concurrency, concurrency);

    internal Task EnterAsync(CancellationToken cancellationToken) => places.WaitAsync(cancellationToken);

    internal void Leave() => places.Release();

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();
}
