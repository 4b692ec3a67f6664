namespace Muster.Scheduling;

/// <summary>What a wish comes to.</summary>
/// <param name="Step">What to record; null when nothing is.</param>
/// <param name="Refusal">Why not, and what to do instead; null when it is not refused.</param>
public sealed record WishVerdict(GangStep? Step, string? Refusal = null)
{
    /// <summary>What is wished for is so already.</summary>
    public static readonly WishVerdict Holds = new(null, null);
}
