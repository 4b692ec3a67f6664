namespace Muster.Silo.Tests;

/// <summary>Waits for what has to happen, looking again and again.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until it holds.</summary>
    /// <param name="expected">What is waited for.</param>
    /// <param name="holds">Looks.</param>
    /// <param name="seen">What is there instead, for the error.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task<TimeSpan> UntilAsync(string expected, Func<Task<bool>> holds, Func<string>? seen = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Patience)
                throw new TimeoutException($"Expected within {Patience}: {expected}. {seen?.Invoke()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        return TimeProvider.System.GetElapsedTime(begin);
    }
}
