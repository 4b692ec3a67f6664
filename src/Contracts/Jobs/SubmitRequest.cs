namespace Muster.Contracts;

/// <summary>A job and the token that makes sending it again safe.</summary>
[GenerateSerializer, Immutable, Alias("muster.submit-request")]
public sealed record SubmitRequest([property: Id(0)] Job Job, [property: Id(1)] string Token)
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaxTokenLength = 128;
}
