using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>The pods of an attempt.</summary>
/// <param name="Job">The job.</param>
/// <param name="Uid">Which submission of that name.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Pods">Every pod, in the order of pod sets and indices.</param>
public sealed record GangPlan(JobId Job, string Uid, Attempt Attempt, ImmutableArray<PodPlan> Pods)
{
    /// <summary>Identity of the ledger that committed the attempt.</summary>
    public string Incarnation { get; init; } = "";

    /// <summary>Identities of the ledgers that this one was recovered from: an anchor that carries one of them is the attempt's all the same.</summary>
    public ImmutableArray<string> Ancestors { get; init; } = [];

    /// <summary>True when pods get names that others of the gang find them by.</summary>
    public bool StableNames { get; init; }

    /// <summary>What the cluster is to keep of the job; null for nothing.</summary>
    public JobNote? Note { get; init; }
}
