namespace Muster.Contracts;

/// <summary>Pods <paramref name="First"/> to <paramref name="First"/> + <paramref name="Count"/> − 1 of a pod set.</summary>
/// <param name="PodSet">Name of the pod set.</param>
/// <param name="First">Index of the first pod, from 0.</param>
/// <param name="Count">How many pods.</param>
[GenerateSerializer, Immutable, Alias("muster.pod-share")]
public readonly record struct PodShare(
    [property: Id(0)] string PodSet, [property: Id(1)] int First, [property: Id(2)] int Count);
