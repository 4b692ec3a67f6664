namespace Muster.Ledger.Tests;

/// <summary>What keeps a ledger: the rules are the same.</summary>
public enum Store
{
    Sqlite,
    Redis,
}
