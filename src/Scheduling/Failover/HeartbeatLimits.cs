namespace Muster.Scheduling;

/// <summary>When heartbeats count as late, as stopped, and as back.</summary>
/// <param name="SuspectAfter">Without a heartbeat for so long, a cluster takes no new work.</param>
/// <param name="LostAfter">Without a heartbeat for so long, its jobs may fail over.</param>
/// <param name="BackAfter">So long heartbeats have to arrive again before a cluster that was in trouble is trusted again.</param>
public sealed record HeartbeatLimits(TimeSpan SuspectAfter, TimeSpan LostAfter, TimeSpan BackAfter);
