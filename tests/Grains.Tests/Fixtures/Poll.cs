using Orleans.Runtime;

namespace Muster.Grains.Tests;

/// <summary>Waits for what has to happen, looking again and again; says what it saw last when it does not.</summary>
internal static class Poll
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks until what is seen is accepted.</summary>
    /// <exception cref="TimeoutException">It was not within the patience.</exception>
    public static async Task<T> UntilAsync<T>(string expected, Func<Task<T>> look, Func<T, bool> accept, TimeSpan? patience = null, Func<string>? context = null)
    {
        var limit = patience ?? Patience;
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string last;
            try
            {
                var seen = await look();
                if (accept(seen))
                    return seen;
                last = $"{seen}";
            }
            catch (Exception silence) when (silence is TimeoutException or OrleansException)
            {
                last = silence.Message;
            }
            if (TimeProvider.System.GetElapsedTime(begin) > limit)
                throw new TimeoutException($"Expected within {limit.TotalSeconds:0.#} s: {expected}. Seen last: {last}.{context?.Invoke()}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
