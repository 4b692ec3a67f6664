using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What a root tells a leaf after a round.</summary>
/// <param name="Root">The root's epoch.</param>
/// <param name="Admitted">Jobs of the leaf that wait no longer.</param>
[GenerateSerializer, Immutable, Alias("muster.settlement")]
public sealed record Settlement([property: Id(0)] EpochToken Root, [property: Id(1)] ImmutableArray<JobId> Admitted);
