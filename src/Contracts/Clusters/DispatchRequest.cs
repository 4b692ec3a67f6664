using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Start this committed gang.</summary>
[GenerateSerializer, Immutable, Alias("muster.dispatch-request")]
public sealed record DispatchRequest
{
    /// <summary>The job.</summary>
    [Id(0)] public JobId Job { get; init; }

    /// <summary>Which submission of that name.</summary>
    [Id(1)] public string Uid { get; init; } = "";

    /// <summary>The committed attempt.</summary>
    [Id(2)] public Attempt Attempt { get; init; }

    /// <summary>Its committed places.</summary>
    [Id(3)] public GangPlacement Placement { get; init; } = new(default, []);

    /// <summary>What each pod is.</summary>
    [Id(4)] public ImmutableArray<PodSet> PodSets { get; init; } = [];

    /// <summary>What happens to it when the cluster is lost.</summary>
    [Id(5)] public FailoverPolicy Failover { get; init; }

    /// <summary>True when every pod ran already: none may be created any more, and one that is missing is lost.</summary>
    [Id(6)] public bool Started { get; init; }

    /// <summary>W3C <c>traceparent</c> of the span that the job was submitted in; null for none.</summary>
    [Id(7)] public string? TraceParent { get; init; }

    /// <summary>True when pods get names that others of the gang find them by.</summary>
    [Id(8)] public bool StableNames { get; init; }
}
