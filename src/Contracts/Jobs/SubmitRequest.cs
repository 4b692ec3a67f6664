namespace Muster.Contracts;

/// <summary>
/// A job, the token that makes sending it again safe, and the W3C <c>traceparent</c> of whoever sends it; null for none.
/// </summary>
[GenerateSerializer, Immutable, Alias("muster.submit-request")]
public sealed record SubmitRequest([property: Id(0)] Job Job, [property: Id(1)] string Token, [property: Id(2)] string? TraceParent = null)
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaxTokenLength = 128;
}
