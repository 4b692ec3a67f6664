namespace Muster.Silo;

/// <summary>How long things take in a simulated cluster, and how much it remembers.</summary>
public sealed class SimulationTimings
{
    /// <summary>Longest of these, and longest life of a pod.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Default of <see cref="EventHistory"/>.</summary>
    public const int DefaultEventHistory = 32_768;

    /// <summary>From start to end of a pod whose template does not say.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>From binding to start of a pod whose template does not say.</summary>
    public TimeSpan StartDelay { get; set; }

    /// <summary>What a pod that is asked to stop still has.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From the death of a node to the removal of its object, and of its pods' objects.</summary>
    public TimeSpan NodeRemoval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest silence of a watch before it gives a sign of life.</summary>
    public TimeSpan SignOfLife { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call that hangs takes to fail.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Events that a watch can go back.</summary>
    public int EventHistory { get; set; } = DefaultEventHistory;
}
