using System.Globalization;
using System.Text.RegularExpressions;

namespace Muster.Silo.Tests;

/// <summary>Reads the two text formats, strictly: what they do not allow is an error here, also what Prometheus would forgive.</summary>
internal static partial class ExpositionReader
{
    public static Dictionary<string, ReadFamily> Read(string text, bool openMetrics)
    {
        Assert.True(text.EndsWith('\n'), "the text does not end with a line feed");
        var lines = text[..^1].Split('\n').ToList();
        if (openMetrics)
        {
            Assert.Equal("# EOF", lines[^1]);
            lines.RemoveAt(lines.Count - 1);
        }
        var families = new Dictionary<string, ReadFamily>(StringComparer.Ordinal);
        ReadFamily? current = null;
        foreach (var line in lines)
        {
            if (Help().Match(line) is { Success: true } help)
            {
                current = new ReadFamily(help.Groups[1].Value, help.Groups[2].Value);
                Assert.True(families.TryAdd(current.Name, current), $"{current.Name} is there twice");
                CheckEscapes(current.Help, openMetrics ? "\\n\"" : "\\n");
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                Assert.Equal(current!.Name, type.Groups[1].Value);
                Assert.Equal("", current.Type);
                current.Type = type.Groups[2].Value;
                Assert.Empty(current.Samples);
            }
            else if (Unit().Match(line) is { Success: true } unit)
            {
                Assert.True(openMetrics, line);
                Assert.Equal(current!.Name, unit.Groups[1].Value);
                Assert.EndsWith("_" + unit.Groups[2].Value, current.Name, StringComparison.Ordinal);
                current.Unit = unit.Groups[2].Value;
            }
            else
                current!.Samples.Add(Sample(line));
        }
        foreach (var family in families.Values)
            Check(family, openMetrics);
        return families;
    }

    private static ReadSample Sample(string line)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"no sample: {line}");
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var rest = match.Groups[2].Value;
        while (rest.Length > 0)
        {
            var label = Label().Match(rest);
            Assert.True(label.Success, $"no label: {rest}");
            CheckEscapes(label.Groups[2].Value, "\\n\"");
            Assert.True(labels.TryAdd(label.Groups[1].Value, Unescape(label.Groups[2].Value)), $"label twice: {line}");
            rest = rest[label.Length..];
        }
        var number = match.Groups[3].Value;
        var value = number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture),
        };
        return new(match.Groups[1].Value, labels, value);
    }

    private static void Check(ReadFamily family, bool openMetrics)
    {
        Assert.NotEqual("", family.Type);
        Assert.NotEmpty(family.Samples);
        var once = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sample in family.Samples)
            Assert.True(once.Add(sample.ToString()), $"series twice: {sample}");
        switch (family.Type)
        {
            case "counter":
                Assert.Equal(!openMetrics, family.Name.EndsWith("_total", StringComparison.Ordinal));
                var name = openMetrics ? family.Name + "_total" : family.Name;
                Assert.All(family.Samples, s => Assert.True(s.Name == name && s.Value >= 0, s.ToString()));
                break;
            case "gauge":
                Assert.All(family.Samples, s => Assert.Equal(family.Name, s.Name));
                break;
            case "histogram":
                foreach (var series in family.Samples.GroupBy(static s => s.Key))
                    CheckHistogram(family.Name, [.. series]);
                break;
            default:
                Assert.Fail($"type {family.Type}");
                break;
        }
    }

    private static void CheckHistogram(string name, List<ReadSample> series)
    {
        var buckets = series.TakeWhile(s => s.Name == name + "_bucket").ToList();
        Assert.Equal([name + "_sum", name + "_count"], series.Skip(buckets.Count).Select(static s => s.Name));
        var bounds = buckets.ConvertAll(static b => b.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(b.Labels["le"], CultureInfo.InvariantCulture));
        Assert.Equal(bounds.Order().Distinct(), bounds);
        Assert.Equal(double.PositiveInfinity, bounds[^1]);
        Assert.Equal(buckets.Select(static b => b.Value).Order(), buckets.Select(static b => b.Value));
        Assert.Equal(buckets[^1].Value, series[^1].Value);
    }

    private static void CheckEscapes(string text, string allowed)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\\')
            {
                i++;
                Assert.True(i < text.Length && allowed.Contains(text[i], StringComparison.Ordinal), $"escape in '{text}'");
            }
    }

    private static string Unescape(string text) => EscapePattern().Replace(text, static m => m.Value == "\\n" ? "\n" : m.Value[1..]);

    [GeneratedRegex(@"^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^# UNIT ([a-zA-Z_:][a-zA-Z0-9_:]*) ([a-z_]+)$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.+)\})? (\S+)$")]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"^([a-zA-Z_][a-zA-Z0-9_]*)=""((?:[^""\\]|\\.)*)""(?:,(?=.)|$)")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\.")]
    private static partial Regex EscapePattern();
}

/// <summary>A family as read.</summary>
internal sealed record ReadFamily(string Name, string Help)
{
    public string Type { get; set; } = "";

    public string? Unit { get; set; }

    public List<ReadSample> Samples { get; } = [];

    /// <summary>The value of the sample with these labels.</summary>
    public double Value(params (string Name, string Value)[] labels) =>
        Samples.Single(s => labels.All(l => s.Labels.GetValueOrDefault(l.Name) == l.Value)).Value;
}

/// <summary>A sample as read.</summary>
internal sealed record ReadSample(string Name, SortedDictionary<string, string> Labels, double Value)
{
    /// <summary>Its series, without the bucket.</summary>
    public string Key => string.Join(',', Labels.Where(static l => l.Key != "le").Select(static l => $"{l.Key}={l.Value}"));

    public override string ToString() => $"{Name}{{{string.Join(',', Labels)}}}";
}
