namespace Muster.Cli;

/// <summary>A column of a table.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="Cell">What stands in it.</param>
/// <param name="IsWide">True when it is shown only to those who ask for more.</param>
internal sealed record Column<T>(string Header, Func<T, Cell> Cell, bool IsWide = false);
