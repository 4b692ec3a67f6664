namespace Muster.Ledger;

/// <summary>Moments as the ledger's file has them: ticks of UTC.</summary>
internal static class Moment
{
    public static DateTimeOffset Of(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? Of(long? ticks) => ticks is { } value ? Of(value) : null;
}
