using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>Waits for what has to happen, looking again and again.</summary>
internal static class Poll
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Calls until the ledger can be reached again.</summary>
    /// <exception cref="LedgerUnavailableException">It could not, for too long.</exception>
    public static async Task<T> UntilAvailableAsync<T>(Func<Task<T>> call)
    {
        for (var begin = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return await call();
            }
            catch (Exception fault) when (fault is LedgerUnavailableException or OverloadedException && TimeProvider.System.GetElapsedTime(begin) < Patience)
            {
                await Task.Delay(Pause, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Looks until it holds; tells how long that took.</summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task<TimeSpan> UntilAsync(string expected, Func<bool> holds)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Patience)
                throw new TimeoutException($"Expected within {Patience}: {expected}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
        return TimeProvider.System.GetElapsedTime(begin);
    }
}
