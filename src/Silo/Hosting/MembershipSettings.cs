namespace Muster.Silo;

/// <summary>The silos that are one scheduler, and how they reach each other. Several silos need the engine Orleans.</summary>
public sealed class MembershipSettings
{
    /// <summary>Name of the service, for its life.</summary>
    public string ServiceId { get; set; } = "muster";

    /// <summary>Name of this set of silos. A new one makes a second set beside the old, which must not write to the same ledger.</summary>
    public string ClusterId { get; set; } = "muster";

    /// <summary>The Redis in which silos find each other: <c>host:port,user=...,password=...,ssl=true</c>. Empty, the default: this silo is alone.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Port that the other silos reach this one at; 0, for a silo alone, for one that is free. Default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for clients of the engine; 0, for a silo alone, for one that is free. Default 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>IP address that the other silos reach this one at, such as a pod's. Needed with <see cref="Redis"/>.</summary>
    public string AdvertisedAddress { get; set; } = "";

    /// <summary>Name of this silo in logs and on the dashboard, such as a pod's. Empty, the default, for the machine's.</summary>
    public string Name { get; set; } = "";

    /// <summary>Member clusters that this silo is beside: their grains live on it while it is there. Empty, the default, for none.</summary>
    public ICollection<string> Beside { get; } = [];

    /// <summary>How long a call between grains may take; then its outcome is unknown. Default 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls that may wait for one grain; further ones are refused. From half of it on there is a warning. Default 10,000.</summary>
    public int MaxWaitingCalls { get; set; } = 10_000;

    /// <summary>Whether the silo refuses calls of clients while its processor is busier than that, in percent. 0, the default: it does not.</summary>
    public int ShedLoadAbove { get; set; }

    /// <summary>How often silos look after each other, and how long one may take to answer. Default 3 seconds.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Answers that a silo may miss before it is voted out. Default 3.</summary>
    public int MissedProbes { get; set; } = 3;

    /// <summary>True when there may be other silos.</summary>
    public bool HasOthers => !string.IsNullOrWhiteSpace(Redis);
}
