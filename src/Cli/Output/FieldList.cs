using System.Globalization;

namespace Muster.Cli;

/// <summary>Names and values below each other. Empty values are left out.</summary>
internal sealed class FieldList
{
    private readonly List<(string Name, string Value)> _fields = [];

    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _fields.Add((name, value));
    }

    public void Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    public void AddTime(string name, DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is { } at)
            Add(name, $"{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)} ({Age.Of(at, now)} ago)");
    }

    public void Write(TextWriter writer)
    {
        var width = _fields.Count == 0 ? 0 : _fields.Max(f => f.Name.Length);
        foreach (var (name, value) in _fields)
            writer.WriteLine($"{(name + ":").PadRight(width + 1)}  {value.ReplaceLineEndings(" ")}");
    }
}
