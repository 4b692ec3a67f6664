using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Health from heartbeats, with hysteresis: trouble shows at once, and its end only after <see cref="HeartbeatLimits.BackAfter"/>
/// without any, so that a cluster that flaps stays where it is. Pure. Times are of a monotonic clock: a step of the wall
/// clock changes nothing.
/// </summary>
/// <param name="Health">The health.</param>
/// <param name="LastBeat">When it was last heard from.</param>
/// <param name="BackSince">Since when it has been heard from without a gap or a refusal, after it was in trouble.</param>
public sealed record Heartbeats(ClusterHealth Health, TimeSpan LastBeat, TimeSpan? BackSince)
{
    /// <summary>A cluster that was never heard from. It is given the same patience as one that was.</summary>
    public static Heartbeats Begin(TimeSpan now) => new(ClusterHealth.Unknown, now, null);

    /// <summary>After a heartbeat.</summary>
    public Heartbeats OnBeat(TimeSpan now, HeartbeatLimits limits)
    {
        // A first contact, too, begins with looking at what is there.
        if (Health == ClusterHealth.Unknown)
            return new(ClusterHealth.Healing, now, null);
        if (Health is ClusterHealth.Ready or ClusterHealth.Healing)
            return new(Health, now, null);
        var back = now - LastBeat >= limits.SuspectAfter ? now : BackSince ?? now;
        if (now - back < limits.BackAfter)
            return new(Health, now, back);
        // No job was taken from a cluster that was merely late.
        return new(Health == ClusterHealth.Suspect ? ClusterHealth.Ready : ClusterHealth.Healing, now, null);
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

    /// <summary>After an answer that did not let us in. It is a sign of life: by itself it never comes to <see cref="ClusterHealth.Lost"/>.</summary>
    public Heartbeats OnUnauthorized(TimeSpan now) =>
        this with { Health = ClusterHealth.Unauthorized, LastBeat = now, BackSince = null };

    /// <summary>After another cluster has answered in its place.</summary>
    public Heartbeats OnReplaced(TimeSpan now) =>
        this with { Health = ClusterHealth.Replaced, LastBeat = now, BackSince = null };

    /// <summary>After the pods of superseded attempts are gone.</summary>
    public Heartbeats OnHealed() => Health == ClusterHealth.Healing ? this with { Health = ClusterHealth.Ready } : this;
}
