namespace Muster.Contracts;

/// <summary>A root's answer to an offer.</summary>
/// <param name="Root">The root's epoch.</param>
/// <param name="Resend">True when the leaf has to send a full offer to this root.</param>
[GenerateSerializer, Immutable, Alias("muster.offer-reply")]
public sealed record OfferReply([property: Id(0)] EpochToken Root, [property: Id(1)] bool Resend);
