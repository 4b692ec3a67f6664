namespace Muster.Contracts;

/// <summary>Whether a demand could ever be met, by the queue's largest quota and the clusters as they are known.</summary>
/// <param name="Refusal">Why it never could; null when it could.</param>
[GenerateSerializer, Immutable, Alias("muster.fit-verdict")]
public sealed record FitVerdict([property: Id(0)] Reason? Refusal);
