using System.Globalization;

namespace Muster.Cli;

/// <summary>Names and values below each other. Empty values are left out.</summary>
internal sealed class FieldList
{
    private readonly List<(string Name, Cell Value)> _fields = [];

    public void Add(string name, Cell value)
    {
        if (value.Text.Length > 0)
            _fields.Add((name, value));
    }

    public void AddTime(string name, DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is { } at)
            Add(name, $"{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)} ({Age.Of(at, now)} ago)");
    }

    public void Write(CleanWriter writer)
    {
        var width = _fields.Count == 0 ? 0 : _fields.Max(f => f.Name.Length);
        foreach (var (name, value) in _fields)
        {
            writer.Write($"{(name + ":").PadRight(width + 1)}  ");
            writer.Write(value.Text.ReplaceLineEndings(" "), value.Tone);
            writer.Write('\n');
        }
        writer.Flush();
    }
}
