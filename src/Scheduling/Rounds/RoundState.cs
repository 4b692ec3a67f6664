using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What a round decides upon.</summary>
/// <param name="Tree">The queues and what is charged to them.</param>
/// <param name="Heads">What the leaves offer.</param>
/// <param name="Fleet">The clusters and what is held there.</param>
/// <param name="Now">The moment of the round.</param>
public sealed record RoundState(QuotaTree Tree, PendingHeads Heads, FleetIndex Fleet, DateTimeOffset Now);
