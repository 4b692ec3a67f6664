namespace Muster.Contracts;

/// <summary>Why something is cordoned, as <c>POST .../cordon</c> takes it. Without a body there is no reason.</summary>
public sealed record CordonRequest
{
    /// <summary>For people: one line of at most <see cref="Cordon.MaxReasonLength"/> characters.</summary>
    public string Reason { get; init; } = "";
}
