namespace Muster.Contracts;

/// <summary>What the heartbeats of a cluster say.</summary>
[Alias("muster.cluster-health")]
public enum ClusterHealth
{
    /// <summary>Not heard from since the silo started.</summary>
    Unknown = 0,

    /// <summary>Heartbeats arrive; it takes work.</summary>
    Ready = 1,

    /// <summary>Heartbeats are late; it takes no new work.</summary>
    Suspect = 2,

    /// <summary>Heartbeats have stopped; jobs may fail over.</summary>
    Lost = 3,

    /// <summary>It is back; superseded pods are being removed before it takes work.</summary>
    Healing = 4,

    /// <summary>It answers and does not let us in. It takes no new work; jobs stay: what runs there runs on.</summary>
    Unauthorized = 5,

    /// <summary>Another cluster answers in its place. It takes no work until an operator says that the old one is gone for good.</summary>
    Replaced = 6,
}
