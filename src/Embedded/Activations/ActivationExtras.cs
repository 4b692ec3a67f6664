using Orleans.Core;

namespace Orleans.Embedded;

/// <summary>What few activations have at a time, kept out of the many.</summary>
internal sealed class ActivationExtras
{
    public TaskCompletionSource Ended { get; } = new();

    public DeactivationReason Reason { get; set; }

    public CancellationToken DeactivationToken { get; set; }

    public long KeepUntil { get; set; }

    public HashSet<IDisposable> Timers { get; } = [];

    public List<IStorage> States { get; } = [];

    public Dictionary<Guid, Enumeration> Enumerations { get; } = [];
}
