namespace Muster.Contracts;

/// <summary>A pod's toleration, with Kubernetes' meaning: an empty key tolerates every key, an empty effect every effect.</summary>
[GenerateSerializer, Immutable, Alias("muster.toleration")]
public readonly record struct Toleration(
    [property: Id(0)] string Key, [property: Id(1)] bool Exists, [property: Id(2)] string Value, [property: Id(3)] string Effect)
{
    /// <summary>True when a pod with this toleration may stand beside the taint.</summary>
    public bool Tolerates(Taint taint) =>
        (string.IsNullOrEmpty(Effect) || Effect == taint.Effect)
        && (string.IsNullOrEmpty(Key) ? Exists : Key == taint.Key)
        && (Exists || (Value ?? "") == (taint.Value ?? ""));
}
