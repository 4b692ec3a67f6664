using System.Globalization;

namespace Muster.Bench;

/// <summary>Sizes as they are given on the command line: <c>100,1000,10000</c>.</summary>
internal static class Sizes
{
    public static int[] Read(string text) => [.. text.Split(',').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))];
}
