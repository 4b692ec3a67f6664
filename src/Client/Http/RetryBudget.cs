namespace Muster.Client;

/// <summary>What is left of the tries and of the time of one call.</summary>
internal sealed class RetryBudget(RetryOptions options, TimeProvider clock)
{
    private readonly long _begin = clock.GetTimestamp();
    private int _tries = 1;

    /// <summary>Waits for the next try: longer each time, never in step with other clients, and not before the silo wants to see us again.</summary>
    /// <returns>False, at once, when there is no further try.</returns>
    public async Task<bool> PauseAsync(TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        if (_tries >= options.MaxTries)
            return false;
        var pause = Backoff.Pause(options, _tries++, Random.Shared.NextDouble());
        if (retryAfter > pause)
            pause = retryAfter.Value;
        if (clock.GetElapsedTime(_begin) + pause > options.MaxTime)
            return false;
        await Task.Delay(pause, clock, cancellationToken);
        return true;
    }
}
