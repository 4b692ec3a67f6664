namespace Muster.Contracts;

/// <summary>Which part of a pod's log to read.</summary>
/// <param name="TailLines">Only so many of the last lines that are there, 0 or more; null for all that is kept.</param>
/// <param name="Follow">True to go on with the lines that come, until the pod has ended.</param>
public sealed record LogQuery(int? TailLines = null, bool Follow = false);
