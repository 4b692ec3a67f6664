using System.Net;

namespace Muster.Kubernetes;

/// <summary>A bounded number of calls under way, and a bounded line of those that wait for a place.</summary>
internal sealed class CallLane(int places, int maxWaiting, TokenBucket bucket, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places, places);
    private int _waiting;

    /// <summary>Waits for a place, and for the turn of this request.</summary>
    /// <exception cref="ApiException">The line is full, or its turn would come too late; nothing was sent.</exception>
    public async Task<Place> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > maxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw Full($"{maxWaiting} calls wait for the cluster already");
        }
        try
        {
            if (!bucket.TryReserve(patience, out var wait))
                throw Full("so many calls wait for the cluster that this one would be too late; allow more requests a second (Muster:Kubernetes:RequestsPerSecond)");
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, cancellationToken);
            await _places.WaitAsync(cancellationToken);
            return new Place(_places);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _places.Dispose();

    private static ApiException Full(string problem) => new(HttpStatusCode.TooManyRequests, "Overloaded", problem);

    /// <summary>One call's place, until it is disposed of.</summary>
    internal readonly struct Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                places.Release();
            }
            catch (ObjectDisposedException)
            {
                // The last calls may end after the server was let go.
            }
        }
    }
}
