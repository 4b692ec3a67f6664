using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A decision on a request for places, and the claims that stand in the way when it is <see cref="PrepareOutcome.Busy"/>.</summary>
public sealed record ClaimDecision(PrepareOutcome Outcome, IReadOnlyList<Claim> InTheWay)
{
    /// <summary>True when every claim in the way is younger than <paramref name="seq"/>.</summary>
    public bool OnlyYoungerThan(long seq) => InTheWay.All(c => c.Seq > seq);
}
