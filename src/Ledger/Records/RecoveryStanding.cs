using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>How a store stands.</summary>
/// <param name="Incarnation">Its identity; null when there is no store at all.</param>
/// <param name="Ancestors">The stores it descends from.</param>
/// <param name="UnderWay">True when a recovery was begun and has not ended.</param>
public sealed record RecoveryStanding(Guid? Incarnation, ImmutableHashSet<Guid> Ancestors, bool UnderWay);
