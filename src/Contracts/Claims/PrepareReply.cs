namespace Muster.Contracts;

/// <summary>A node's answer to a request for places.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Token">The node activation's token, which the commit has to carry. Set when granted.</param>
/// <param name="OnlyYounger">When busy: true if every attempt in the way is younger than the one that asks.</param>
/// <param name="Free">What is free there now. Set when not granted.</param>
[GenerateSerializer, Immutable, Alias("muster.prepare-reply")]
public sealed record PrepareReply(
    [property: Id(0)] PrepareOutcome Outcome,
    [property: Id(1)] EpochToken Token,
    [property: Id(2)] bool OnlyYounger,
    [property: Id(3)] ResourceVector Free);
