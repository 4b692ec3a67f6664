using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>What a user asks for: pods that start together or not at all, in a queue.</summary>
[GenerateSerializer, Immutable, Alias("muster.job-spec")]
public sealed record JobSpec
{
    /// <summary>Most pods of one job.</summary>
    public const int MaxPods = 4096;

    /// <summary>Most pod sets of one job.</summary>
    public const int MaxPodSets = 64;

    /// <summary>Most jobs that one job may depend on.</summary>
    public const int MaxDependencies = 64;

    /// <summary>Largest priority, either sign.</summary>
    public const int MaxPriority = 1_000_000_000;

    /// <summary>The queue; default <c>default</c>.</summary>
    [Id(0)] public string Queue { get; init; } = "default";

    /// <summary>Larger goes first within the queue; default 0.</summary>
    [Id(1)] public int Priority { get; init; }

    /// <summary>Where it may run.</summary>
    [Id(2)] public ClusterConstraints Clusters { get; init; } = ClusterConstraints.Any;

    /// <summary>How long it runs.</summary>
    [Id(3)] public RuntimeSpec Runtime { get; init; } = new();

    /// <summary>How often it is tried again.</summary>
    [Id(4)] public RetrySpec Retry { get; init; } = new();

    /// <summary>What happens when its cluster is lost.</summary>
    [Id(5)] public FailoverSpec Failover { get; init; } = new();

    /// <summary>Jobs (<c>name</c> in the same namespace, or <c>namespace/name</c>) that must have succeeded first.</summary>
    [Id(6)] public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>The gang.</summary>
    [Id(7)] public ImmutableArray<PodSet> PodSets { get; init; } = [];

    /// <summary>
    /// True when each pod gets a DNS name by which the others of its gang find it, and the first pod's name as <c>MASTER_ADDR</c>.
    /// </summary>
    // Not written when it is not asked for: a silo of before knows of no such field, and a submission keeps its hash.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Id(8)] public bool StableNames { get; init; }
}
