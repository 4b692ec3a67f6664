using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>What came of setting a cordon, or of lifting it.</summary>
internal sealed record SetCordon(bool Wanted, Cordon? Stands);
