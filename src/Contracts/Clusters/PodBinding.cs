namespace Muster.Contracts;

/// <summary>Puts a pod onto a node, provided it is still the pod with this uid.</summary>
public sealed record PodBinding(string Name, string Uid, string Node);
