using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job to accept. <paramref name="BodyHash"/> tells whether a repeated token carries the same job.</summary>
public sealed record Submission(Job Job, GangDemand Demand, string Token, string BodyHash)
{
    /// <summary>W3C <c>traceparent</c> of the span it is submitted in; null for none.</summary>
    public string? TraceParent { get; init; }
}
