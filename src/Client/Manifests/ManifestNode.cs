namespace Muster.Client;

/// <summary>A value in a manifest, and where it stands.</summary>
internal abstract record ManifestNode(int Line, int Column);

/// <summary>A mapping. Keys are unique and keep their order.</summary>
internal sealed record MappingNode(int Line, int Column) : ManifestNode(Line, Column)
{
    public OrderedDictionary<string, MappingEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>The value of a key; null when it is absent or null.</summary>
    public ManifestNode? this[string key] =>
        Entries.TryGetValue(key, out var entry) && entry.Value is not ScalarNode { Kind: ScalarKind.Null } ? entry.Value : null;

    /// <summary>The same mapping with another value under a key that it has.</summary>
    public MappingNode With(string key, ManifestNode value)
    {
        var copy = Without();
        copy.Entries[key] = copy.Entries[key] with { Value = value };
        return copy;
    }

    /// <summary>The same mapping without some keys.</summary>
    public MappingNode Without(params ReadOnlySpan<string> keys)
    {
        var copy = new MappingNode(Line, Column);
        foreach (var (key, entry) in Entries)
            if (!keys.Contains(key))
                copy.Entries.Add(key, entry);
        return copy;
    }
}

/// <summary>A key's place, and its value.</summary>
internal readonly record struct MappingEntry(int Line, int Column, ManifestNode Value);

/// <summary>A list.</summary>
internal sealed record SequenceNode(int Line, int Column) : ManifestNode(Line, Column)
{
    public List<ManifestNode> Items { get; } = [];
}

/// <summary>A scalar. <paramref name="Text"/> is the text itself, or the JSON of a number or boolean.</summary>
internal sealed record ScalarNode(int Line, int Column, ScalarKind Kind, string Text) : ManifestNode(Line, Column);

/// <summary>What a scalar is in JSON.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Number,
    Text,
}
