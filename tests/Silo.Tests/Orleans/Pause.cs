namespace Muster.Silo.Tests;

/// <summary>Lets time pass in which something is to happen, or not to happen.</summary>
internal static class Pause
{
    public static async Task ForAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
