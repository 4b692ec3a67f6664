namespace Muster.Contracts;

/// <summary>One of Muster's pods, as its cluster reports it.</summary>
public sealed record PodObservation
{
    /// <summary>Name in the cluster, unique over attempts: <c>job-attempt-podset-index</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Identity in the cluster.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The job.</summary>
    public JobId Job { get; init; }

    /// <summary>Which submission of that name it belongs to.</summary>
    public string JobUid { get; init; } = "";

    /// <summary>Identity of the ledger that had it created.</summary>
    public string Incarnation { get; init; } = "";

    /// <summary>The attempt that created it.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>Its pod set.</summary>
    public string PodSet { get; init; } = "";

    /// <summary>Its index within the pod set.</summary>
    public int Index { get; init; }

    /// <summary>Its node; null while unbound.</summary>
    public string? Node { get; init; }

    /// <summary>What it takes of its node, its pod slot included; empty when that is not known.</summary>
    public ResourceVector Requests { get; init; } = ResourceVector.Empty;

    /// <summary>Its life.</summary>
    public PodPhase Phase { get; init; }

    /// <summary>True when it was asked to stop. It runs until it is gone or has ended.</summary>
    public bool Terminating { get; init; }

    /// <summary>Why it failed or was refused, for people.</summary>
    public string? Message { get; init; }

    /// <summary>True when it can run no more.</summary>
    public bool HasEnded => Phase is PodPhase.Succeeded or PodPhase.Failed or PodPhase.Rejected;
}
