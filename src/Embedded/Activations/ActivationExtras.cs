using System.Collections.Immutable;
using Orleans.Core;

namespace Orleans.Embedded;

/// <summary>What few activations have at a time, kept out of the many.</summary>
internal sealed class ActivationExtras
{
    private ImmutableList<IDisposable> timers = [];

    public TaskCompletionSource? Ended { get; set; }
    public DeactivationReason Reason { get; set; }
    public CancellationToken DeactivationToken { get; set; }
    public long KeepUntil { get; set; }
    public List<IStorage>? States { get; set; }
    public Dictionary<Guid, Enumeration>? Enumerations { get; set; }

    public void Add(IDisposable timer) => ImmutableInterlocked.Update(ref timers, static (all, t) => all.Add(t), timer);

    public void Remove(IDisposable timer) => ImmutableInterlocked.Update(ref timers, static (all, t) => all.Remove(t), timer);

    /// <summary>Stops all timers, from whatever thread: a killed silo's code may be making more.</summary>
    public void StopTimers()
    {
        foreach (var timer in timers)
            timer.Dispose();
    }
}
