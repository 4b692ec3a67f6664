namespace Muster.Contracts;

/// <summary>A job of a batch.</summary>
public sealed record JobBatchItem
{
    /// <summary>What makes sending it again safe: as the header <c>Idempotency-Key</c> of a single submission. Once in a batch.</summary>
    public string Token { get; init; } = "";

    /// <summary>The job.</summary>
    public Job Job { get; init; } = new();
}
