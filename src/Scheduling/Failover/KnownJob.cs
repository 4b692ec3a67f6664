using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What the ledger says of a job whose name some pods carry.</summary>
/// <param name="Uid">Which submission of the name it is.</param>
/// <param name="State">Its state.</param>
/// <param name="Attempt">The attempt that holds, or last held, its places.</param>
/// <param name="PlacedIn">The cluster of its placement; null for none.</param>
public sealed record KnownJob(string Uid, JobState State, Attempt Attempt, ClusterName? PlacedIn);
