using System.Collections.Immutable;

namespace Muster.Silo.Tests;

/// <summary>How a site is built.</summary>
internal sealed record SiteOptions
{
    /// <summary>Whether each silo has proxies before Redis, before the API server and before the other silos.</summary>
    public bool Proxied { get; init; }

    /// <summary>Whether silos find each other in a Redis that is not the ledger's.</summary>
    public bool TwoRedis { get; init; }

    /// <summary>Settings with which a silo that does not answer is voted out within seconds. On a busy machine one that does is, too.</summary>
    public static readonly ImmutableArray<string> QuickVotes = ["--Muster:Cluster:ProbeTimeout=00:00:01", "--Muster:Cluster:MissedProbes=2"];

    /// <summary>The silo that the cluster's grain lives on; null for whichever.</summary>
    public int? Beside { get; init; }

    /// <summary>Clocks of the first silos; the others go by the machine's.</summary>
    public ImmutableArray<SiloClock> Clocks { get; init; } = [];

    /// <summary>Settings of all silos, beside the usual ones.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];
}
