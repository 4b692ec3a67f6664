using Muster.Contracts;
using Muster.Silo.Tests;

namespace Muster.Kubernetes.Tests;

/// <summary>In a real cluster time passes by itself.</summary>
internal static class RealTime
{
    private const int Tries = 400;

    public static PodTemplate Template(string duration) =>
        Gangs.Template(duration: duration, spec: """{"terminationGracePeriodSeconds":1}""");

    /// <summary>Waits for so long, which is what is waited for: there is nothing to look at meanwhile.</summary>
    public static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Looks again and again, for about 20 s at the most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await condition())
                return;
            await PassAsync(TimeSpan.FromMilliseconds(50));
        }
        Assert.Fail($"It did not come true: {what}");
    }
}
