using System.Diagnostics.CodeAnalysis;

namespace Muster.Client;

/// <summary>The fields of one mapping of a source: those that are read, and those that are not and why.</summary>
internal sealed class FieldTable
{
    private readonly SortedDictionary<string, Fate> _fields = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>Fields that the importer reads.</summary>
    public FieldTable Read(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _fields[name] = new Fate("", false);
        return this;
    }

    /// <summary>A field that the job means the same without.</summary>
    public FieldTable Ignore(string why, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _fields[name] = new Fate(why, false);
        return this;
    }

    /// <summary>A field without which the job may behave differently.</summary>
    public FieldTable Warn(string name, string why)
    {
        _fields[name] = new Fate(why, true);
        return this;
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out Fate fate) => _fields.TryGetValue(name, out fate);

    /// <summary>Empty for a field that is read; else why it is not, and whether that may change what the job does.</summary>
    internal sealed record Fate(string Why, bool Matters);
}
