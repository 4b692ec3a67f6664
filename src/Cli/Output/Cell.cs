using System.Globalization;

namespace Muster.Cli;

/// <summary>What stands in a row under one header.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.None)
{
    public static implicit operator Cell(string? text) => new(text ?? "");

    public static implicit operator Cell(long number) => new(number.ToString(CultureInfo.InvariantCulture));
}
