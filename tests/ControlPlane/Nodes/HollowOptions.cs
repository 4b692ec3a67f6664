namespace Muster.ControlPlane;

/// <summary>How hollow kubelets behave.</summary>
public sealed class HollowOptions
{
    /// <summary>How long a pod of Muster's runs that does not say (<c>simulation.muster.dev/duration</c>). Other pods run until they are deleted.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From admission to start of a pod that does not say (<c>simulation.muster.dev/start-delay</c>).</summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>What containers take to end once they are asked to, if their grace is not shorter.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often each node renews its lease; null for never, which is right where no controller watches it.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>How many writes to the API server may be under way at once.</summary>
    public int Writers { get; init; } = 16;
}
