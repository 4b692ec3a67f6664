namespace Muster.Contracts;

/// <summary>A pod to create, and the node it will be bound to.</summary>
/// <param name="Name">Name in the cluster.</param>
/// <param name="PodSet">Its pod set.</param>
/// <param name="Index">Its index within the pod set.</param>
/// <param name="Node">The node.</param>
public sealed record PodPlan(string Name, PodSet PodSet, int Index, string Node);
