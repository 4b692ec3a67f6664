using System.Globalization;

namespace Muster.Contracts;

/// <summary>
/// One try to run a job: coordinator epoch · 2^20 + try. Attempts of a job are ordered, and no two coordinators
/// (activations of its grain) ever share one. Text form: <c>epoch-try</c>, usable in the name of a pod.
/// </summary>
[GenerateSerializer, Immutable, Alias("muster.attempt")]
public readonly record struct Attempt([property: Id(0)] long Value) : IComparable<Attempt>
{
    private const int TryBits = 20;

    /// <summary>Tries that one coordinator may make before it has to open the job anew.</summary>
    public const int MaxTry = (1 << TryBits) - 1;

    /// <summary>Before the first attempt.</summary>
    public static readonly Attempt None;

    /// <summary>The attempt <paramref name="number"/> (from 1) of the coordinator with this epoch.</summary>
    public static Attempt Of(long epoch, int number) => new((epoch << TryBits) + number);

    /// <summary>The epoch of the coordinator that makes the attempt.</summary>
    public long Epoch => Value >> TryBits;

    /// <summary>The number of the attempt within its epoch, from 1.</summary>
    public int Try => (int)(Value & MaxTry);

    /// <inheritdoc/>
    public int CompareTo(Attempt other) => Value.CompareTo(other.Value);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Attempt left, Attempt right) => left.Value < right.Value;

    /// <summary>Later than.</summary>
    public static bool operator >(Attempt left, Attempt right) => left.Value > right.Value;

    /// <summary>Earlier than or the same.</summary>
    public static bool operator <=(Attempt left, Attempt right) => left.Value <= right.Value;

    /// <summary>Later than or the same.</summary>
    public static bool operator >=(Attempt left, Attempt right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Try}");
}
