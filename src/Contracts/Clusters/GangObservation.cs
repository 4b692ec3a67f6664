namespace Muster.Contracts;

/// <summary>What a cluster shows of an attempt's pods. The counts add up to what the placement asked for.</summary>
[GenerateSerializer, Immutable, Alias("muster.gang-observation")]
public sealed record GangObservation
{
    /// <summary>The attempt.</summary>
    [Id(0)] public Attempt Attempt { get; init; }

    /// <summary>Pods that the placement asked for.</summary>
    [Id(1)] public int Wanted { get; init; }

    /// <summary>Created, not yet running: unbound, or bound and starting.</summary>
    [Id(2)] public int Waiting { get; init; }

    /// <summary>Running.</summary>
    [Id(3)] public int Running { get; init; }

    /// <summary>Ended well.</summary>
    [Id(4)] public int Succeeded { get; init; }

    /// <summary>Ended badly by themselves.</summary>
    [Id(5)] public int Failed { get; init; }

    /// <summary>Refused by a kubelet.</summary>
    [Id(6)] public int Rejected { get; init; }

    /// <summary>Seen before and gone now without having ended, or their node is.</summary>
    [Id(7)] public int Lost { get; init; }

    /// <summary>True when every pod was asked to be created and bound.</summary>
    [Id(8)] public bool Dispatched { get; init; }

    /// <summary>True, after a stop, when nothing of the attempt can run any more.</summary>
    [Id(9)] public bool Gone { get; init; }

    /// <summary>The first failure, for people.</summary>
    [Id(10)] public string? Detail { get; init; }

    /// <summary>True when the cluster refused to create or bind its pods for a reason that lies with the cluster: its quota, a missing namespace, a race.</summary>
    [Id(11)] public bool Refused { get; init; }

    /// <summary>True when the cluster says that the pods themselves are wrong: no waiting helps.</summary>
    [Id(12)] public bool Invalid { get; init; }
}
