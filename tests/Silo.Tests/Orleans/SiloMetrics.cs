using System.Globalization;

namespace Muster.Silo.Tests;

/// <summary>What a silo tells of itself and the others, read from the text of its metrics.</summary>
internal static class SiloMetrics
{
    /// <summary>Silos that are active, as this one sees them; null while they are not counted.</summary>
    public static int? Active(string text) => Read(text, "muster_silo_active ");

    /// <summary>Grains of a class on this silo; 0 where there is none.</summary>
    public static int Activations(string text, string grain) => Read(text, $"muster_silo_activations{{grain=\"{grain}\"}} ") ?? 0;

    private static int? Read(string text, string series) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(series, StringComparison.Ordinal)) is { } line
            ? int.Parse(line[series.Length..], CultureInfo.InvariantCulture)
            : null;
}
