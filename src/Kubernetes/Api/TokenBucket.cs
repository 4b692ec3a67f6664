namespace Muster.Kubernetes;

/// <summary>
/// Spaces requests out: so many a second, and so many at once after a quiet time. A caller learns how long to wait, and has its
/// place from then on, so no timer runs for those who wait.
/// </summary>
internal sealed class TokenBucket(int perSecond, int burst, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly long _begin = clock.GetTimestamp();
    private TimeSpan _free = -TimeSpan.FromSeconds((double)Math.Max(burst - 1, 0) / Math.Max(perSecond, 1));

    /// <summary>Takes a place. False when it would come later than the caller can wait; then none was taken.</summary>
    public bool TryReserve(TimeSpan patience, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (perSecond <= 0)
            return true;
        lock (_lock)
        {
            var now = clock.GetElapsedTime(_begin);
            var earliest = now - TimeSpan.FromSeconds((double)Math.Max(burst - 1, 0) / perSecond);
            var at = _free > earliest ? _free : earliest;
            wait = at > now ? at - now : TimeSpan.Zero;
            if (wait > patience)
                return false;
            _free = at + TimeSpan.FromSeconds(1.0 / perSecond);
            return true;
        }
    }
}
