namespace Muster.Kubernetes.Tests;

/// <summary>Waits for what has to happen in a cluster, looking again and again; says what it saw last when it does not.</summary>
internal static class Patiently
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not happen within the patience.</exception>
    public static async Task<T> UntilAsync<T>(string expected, Func<Task<T>> look, Func<T, bool> accept)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (accept(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(begin) > Patience)
                throw new TimeoutException($"Expected within {Patience.TotalSeconds:0} s: {expected}. Seen last: {seen}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task<T> UntilSeenAsync<T>(string expected, Func<T> look, Func<T, bool> accept) => UntilAsync(expected, () => Task.FromResult(look()), accept);
}
