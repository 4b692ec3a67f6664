namespace Muster.Silo.Tests;

/// <summary>Waits for what has to happen, looking again and again.</summary>
internal static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until nothing is wrong; tells how long that took.</summary>
    /// <param name="look">What is wrong still; null when nothing is.</param>
    /// <param name="patience">Longest time.</param>
    /// <param name="context">What else helps when it was not in time.</param>
    /// <exception cref="TimeoutException">It was not in time; the message says what was wrong last.</exception>
    public static async Task<TimeSpan> UntilAsync(Func<Task<string?>> look, TimeSpan patience, Func<string>? context = null)
    {
        using var timer = new PeriodicTimer(Pause);
        var begin = TimeProvider.System.GetTimestamp();
        while (await look() is { } wrong)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > patience)
                throw new TimeoutException($"Not within {patience.TotalSeconds:0.#} s: {wrong}{context?.Invoke()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        return TimeProvider.System.GetElapsedTime(begin);
    }
}
