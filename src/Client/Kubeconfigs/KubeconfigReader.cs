using Muster.Contracts;

namespace Muster.Client;

/// <summary>Finds its way in a kubeconfig: lists of entries with names, and a context that names two of them.</summary>
internal sealed class KubeconfigReader(ManifestFaults faults)
{
    // More names than these help nobody.
    private const int MaxNames = 10;

    /// <summary>A mapping, and where it is.</summary>
    internal readonly record struct Place(MappingNode Node, string Path)
    {
        public string Member(string key) => FieldPath.Member(Path, key);
    }

    /// <summary>Faults every key that is not accepted at this place.</summary>
    public void CheckKeys(MappingNode node, string path, KubeconfigKeys keys)
    {
        foreach (var (key, entry) in node.Entries)
            if (!keys.Accepted.Contains(key, StringComparer.Ordinal))
            {
                var (problem, remedy) = keys.Refusal(key) ?? ("is not known here", $"remove it; {Spelling.Advice(key, keys.Accepted)}");
                faults.Add(entry.Line, entry.Column, path, $"'{Names.Clip(key)}' {problem}, and is not accepted", remedy);
            }
    }

    /// <summary>Faults a text that is there and is another.</summary>
    public void CheckWord(MappingNode node, string key, string word)
    {
        if (node[key] is { } value && value is not ScalarNode { Kind: ScalarKind.Text } text)
            faults.Add(value, key, "it is no text", $"write {word}");
        else if (node[key] is ScalarNode other && other.Text != word)
            faults.Add(other, key, $"'{Names.Clip(other.Text)}' is not read", $"write {word}");
    }

    /// <summary>The context that is named, or the only one.</summary>
    public Place Choose(MappingNode root, string? name)
    {
        var all = Entries(root, "contexts");
        if (all.Count == 0)
            throw faults.Fatal(root.Line, root.Column, "contexts", "there is no context", "write one: name, and context with cluster and user");
        if (name is not null)
            return Entry(root, "contexts", "context", name);
        if (all.Count > 1)
            throw faults.Fatal(root.Line, root.Column, "contexts", $"there are {all.Count} contexts: {NamesOf(all)}", "name one (--context)");
        if (Text(root, "current-context") is { Length: > 0 } current && current != all[0].Name)
            throw faults.Fatal(root.Line, root.Column, "current-context", $"there is no context '{Names.Clip(current)}', but only {NamesOf(all)}", "correct it, or name the context (--context)");
        return Entry(root, "contexts", "context", all[0].Name);
    }

    /// <summary>The value of the entry that bears a name.</summary>
    public Place Entry(MappingNode root, string list, string key, string name)
    {
        var all = Entries(root, list);
        switch (all.Where(e => e.Name == name).Take(2).ToList())
        {
            case []:
                var there = all.Count == 0 ? "" : $"; there are: {NamesOf(all)}";
                throw faults.Fatal(root.Line, root.Column, list, $"there is no {key} '{Names.Clip(name)}'{there}", "name one of those");
            case [_, var second]:
                throw faults.Fatal(second.Place.Node.Line, second.Place.Node.Column, second.Place.Path, $"'{Names.Clip(name)}' is here twice", "keep one of them");
            case [var entry]:
                CheckKeys(entry.Place.Node, entry.Place.Path, new KubeconfigKeys(["name", key]));
                var path = entry.Place.Member(key);
                return entry.Place.Node[key] is MappingNode node
                    ? new Place(node, path)
                    : throw faults.Fatal(entry.Place.Node.Line, entry.Place.Node.Column, path, "it is missing or no mapping", $"write what the {key} is");
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>A text that must be there.</summary>
    public string Required(Place place, string key, string remedy) =>
        Text(place, key) is { Length: > 0 } text ? text : throw faults.Fatal(place.Node.Line, place.Node.Column, place.Member(key), "it is missing", remedy);

    /// <summary>A text; null when it is not there.</summary>
    public string? Text(Place place, string key) => place.Node[key] switch
    {
        null => null,
        ScalarNode { Kind: ScalarKind.Text, Text: var text } => text,
        var other => throw faults.Fatal(other.Line, other.Column, place.Member(key), "it is no text", "write a text"),
    };

    /// <summary>Faults a value. The value itself is not repeated: it may be a secret.</summary>
    public void Fault(Place place, string key, string problem, string remedy) => faults.Add((ManifestNode?)place.Node[key] ?? place.Node, place.Member(key), problem, remedy);

    private string? Text(MappingNode root, string key) => Text(new Place(root, ""), key);

    private List<(string Name, Place Place)> Entries(MappingNode root, string list)
    {
        var found = new List<(string, Place)>();
        switch (root[list])
        {
            case null:
                return found;
            case SequenceNode sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                    found.Add(Named(sequence.Items[i], FieldPath.Item(list, i)));
                return found;
            case var other:
                throw faults.Fatal(other.Line, other.Column, list, "it is no list", "write a list of entries, each with a name");
        }
    }

    private (string Name, Place Place) Named(ManifestNode node, string path) => node is MappingNode entry && Text(new Place(entry, path), "name") is { Length: > 0 } name
        ? (name, new Place(entry, path))
        : throw faults.Fatal(node.Line, node.Column, path, "it has no name", "give the entry a name");

    private static string NamesOf(List<(string Name, Place Place)> all) =>
        string.Join(", ", all.Take(MaxNames).Select(static e => $"'{Names.Clip(e.Name)}'")) + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
}
