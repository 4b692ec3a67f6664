namespace Muster.Kubernetes.Tests;

/// <summary>Waits for what has to become true, looking again and again.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(string expected, Func<bool> look, Func<string>? seen = null, TimeSpan? patience = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!look())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > (patience ?? Patience))
                throw new TimeoutException($"Expected: {expected}. Seen: {seen?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }
    }
}
