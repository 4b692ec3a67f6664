using System.Text.Json.Nodes;

namespace Muster.Kubernetes.Tests;

/// <summary>Equality and inequality of labels and fields; a label alone must exist. Nothing else is needed.</summary>
internal sealed class FakeSelector(string? collectionNamespace, string? labels, string? fields)
{
    private readonly string[] _labels = Split(labels);
    private readonly string[] _fields = Split(fields);

    public bool Matches(JsonObject item) =>
        (collectionNamespace is null || (string?)item["metadata"]!["namespace"] == collectionNamespace)
        && Array.TrueForAll(_labels, term => Holds(term, key => (string?)item["metadata"]!["labels"]?[key]))
        && Array.TrueForAll(_fields, term => Holds(term, path => Field(item, path) ?? ""));

    private static bool Holds(string term, Func<string, string?> read)
    {
        if (term.Split("!=") is [var unequal, var other])
            return read(unequal) != other;
        return term.Split('=', StringSplitOptions.RemoveEmptyEntries) is [var key, var value] ? read(key) == value : read(term.TrimEnd('=')) is { } found && (!term.EndsWith('=') || found.Length == 0);
    }

    private static string? Field(JsonObject item, string path)
    {
        JsonNode? at = item;
        foreach (var part in path.Split('.'))
            at = at?[part];
        return at?.ToString();
    }

    private static string[] Split(string? terms) => string.IsNullOrEmpty(terms) ? [] : terms.Split(',');
}
