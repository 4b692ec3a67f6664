namespace Muster.Kubernetes;

/// <summary>
/// The rest of an answer that goes on. A read fails with <see cref="IOException"/> when the connection breaks, or when nothing
/// comes for a while: a peer that has vanished says nothing.
/// </summary>
internal sealed class IdleLimitStream(HttpResponseMessage response, Stream inner, TimeSpan limit, TimeProvider clock) : ReadStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await Inner.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SilenceException(limit);
        }
        catch (Exception error) when (error is HttpRequestException or ObjectDisposedException)
        {
            throw new IOException(error.Message, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            response.Dispose();
    }
}
