using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>The pods of an attempt.</summary>
/// <param name="Job">The job.</param>
/// <param name="Uid">Which submission of that name.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Pods">Every pod, in the order of pod sets and indices.</param>
public sealed record GangPlan(JobId Job, string Uid, Attempt Attempt, ImmutableArray<PodPlan> Pods);
