namespace Muster.Client;

/// <summary>How long to wait before a further try.</summary>
internal static class Backoff
{
    /// <param name="options">First pause, growth and cap.</param>
    /// <param name="failures">Tries that have failed, from 1.</param>
    /// <param name="chance">From 0 to 1: shortens the pause by up to half.</param>
    public static TimeSpan Pause(RetryOptions options, int failures, double chance)
    {
        var pause = options.FirstDelay.TotalMilliseconds * Math.Pow(options.Factor, Math.Min(failures - 1, 64));
        return TimeSpan.FromMilliseconds(Math.Min(options.MaxDelay.TotalMilliseconds, pause) * (1 - chance / 2));
    }
}
