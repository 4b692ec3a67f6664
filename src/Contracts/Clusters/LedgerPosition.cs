using System.Globalization;

namespace Muster.Contracts;

/// <summary>How far a store has come.</summary>
/// <param name="Incarnation">Which store.</param>
/// <param name="Counter">Grows with every write.</param>
public sealed record LedgerPosition(Guid Incarnation, long Counter)
{
    /// <summary>Incarnation and counter, with a space between; what <see cref="TryParse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Incarnation:D} {Counter}");

    /// <summary>Reads what <see cref="ToString"/> has written; null for anything else.</summary>
    /// <param name="text">Text from outside.</param>
    public static LedgerPosition? TryParse(string? text) =>
        text?.Split(' ') is [var store, var counter] && Guid.TryParseExact(store, "D", out var incarnation)
        && long.TryParse(counter, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? new(incarnation, count) : null;
}
