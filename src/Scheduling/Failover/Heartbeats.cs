using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>When heartbeats count as late, as stopped, and as back.</summary>
/// <param name="SuspectAfter">Without a heartbeat for so long, a cluster takes no new work.</param>
/// <param name="LostAfter">Without a heartbeat for so long, its jobs may fail over.</param>
/// <param name="BackAfter">So long heartbeats have to arrive again before a lost cluster is healed.</param>
public sealed record HeartbeatLimits(TimeSpan SuspectAfter, TimeSpan LostAfter, TimeSpan BackAfter);

/// <summary>
/// Health from heartbeats, with hysteresis. Pure. Times are of a monotonic clock: a step of the wall clock changes nothing.
/// </summary>
/// <param name="Health">The health.</param>
/// <param name="LastBeat">When it was last heard from.</param>
/// <param name="BackSince">Since when it has been heard from without a gap, after it was lost.</param>
public sealed record Heartbeats(ClusterHealth Health, TimeSpan LastBeat, TimeSpan? BackSince)
{
    /// <summary>A cluster that was never heard from. It is given the same patience as one that was.</summary>
    public static Heartbeats Begin(TimeSpan now) => new(ClusterHealth.Unknown, now, null);

    /// <summary>After a heartbeat.</summary>
    public Heartbeats OnBeat(TimeSpan now, HeartbeatLimits limits)
    {
        var gap = now - LastBeat >= limits.SuspectAfter;
        var back = Health == ClusterHealth.Lost ? (gap ? now : BackSince ?? now) : (TimeSpan?)null;
        var health = Health switch
        {
            ClusterHealth.Lost => now - back >= limits.BackAfter ? ClusterHealth.Healing : ClusterHealth.Lost,
            // A first contact, too, begins with looking at what is there.
            ClusterHealth.Unknown => ClusterHealth.Healing,
            ClusterHealth.Suspect => ClusterHealth.Ready,
            var same => same,
        };
        return new(health, now, health == ClusterHealth.Lost ? back : null);
    }

    /// <summary>After time has passed without a heartbeat.</summary>
    public Heartbeats OnSilence(TimeSpan now, HeartbeatLimits limits)
    {
        var silence = now - LastBeat;
        var health = silence >= limits.LostAfter ? ClusterHealth.Lost
            : silence >= limits.SuspectAfter && Health == ClusterHealth.Ready ? ClusterHealth.Suspect
            : Health;
        return this with { Health = health, BackSince = silence >= limits.SuspectAfter ? null : BackSince };
    }

    /// <summary>After the pods of superseded attempts are gone.</summary>
    public Heartbeats OnHealed() => Health == ClusterHealth.Healing ? this with { Health = ClusterHealth.Ready } : this;
}
