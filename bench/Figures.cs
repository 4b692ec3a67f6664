using System.Globalization;

namespace Muster.Bench;

/// <summary>What a bench prints: progress at once, figures at its end.</summary>
internal sealed class Figures
{
    private readonly List<string> _lines = [];

    public static void Progress(string text) => Console.Error.WriteLine(text);

    public void Add(string name, double value, string unit)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###} {unit}");
        Progress(line);
        _lines.Add(line);
    }

    /// <summary>Prints the figures; the exit code of a bench that was correct.</summary>
    public int Print()
    {
        foreach (var line in _lines)
            Console.Out.WriteLine(line);
        return 0;
    }

    /// <summary>Ends the bench when what it measured was not correct.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Not correct: {what}. The figures mean nothing.");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(part * sorted.Length) - 1)];
    }
}
