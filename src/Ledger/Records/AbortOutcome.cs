namespace Muster.Ledger;

/// <summary>The definite fate of an attempt.</summary>
/// <param name="Committed">True: it holds its places. False: it does not, and never will.</param>
public sealed record AbortOutcome(bool Committed);
