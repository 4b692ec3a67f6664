using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>One requirement of a label selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Values">Values to compare with; null when only the label's presence counts.</param>
/// <param name="Wanted">Whether the label is to be there, with one of the values; or not.</param>
internal sealed record LabelRequirement(string Key, ImmutableArray<string>? Values, bool Wanted)
{
    private const string Remedy = "write key=value, key!=value, key in (x,y), key notin (x,y), key or !key, joined by commas";

    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        (labels.TryGetValue(Key, out var value) && (Values is not { } values || values.Contains(value))) == Wanted;

    /// <summary>Reads a requirement; null, and a fault, when it is none.</summary>
    public static LabelRequirement? Read(string text, FaultList faults)
    {
        if (Split(text) is not { } read)
        {
            faults.Add(LabelSelector.Parameter, $"'{Names.Clip(text)}' is no requirement", Remedy);
            return null;
        }
        var valid = LabelRules.CheckLabel(LabelSelector.Parameter, read.Key, "", faults);
        foreach (var value in read.Values ?? [])
            valid &= LabelRules.CheckLabel(LabelSelector.Parameter, read.Key, value, faults);
        return valid ? read : null;
    }

    private static LabelRequirement? Split(string text)
    {
        if (text.EndsWith(')'))
            return Set(text);
        if (SelectorText.Comparison(text) is var (key, value, equal))
            return new(key, [value], equal);
        var absent = text.StartsWith('!');
        key = absent ? text[1..].TrimStart() : text;
        return key.Length == 0 || key.Any(static c => c is ' ' or '(' or '!') ? null : new(key, null, !absent);
    }

    // key in (x,y) or key notin (x,y).
    private static LabelRequirement? Set(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var words = open < 0 ? [] : text[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || words[1] is not ("in" or "notin"))
            return null;
        var inside = text[(open + 1)..^1];
        return string.IsNullOrWhiteSpace(inside) || inside.AsSpan().ContainsAny('(', ')')
            ? null
            : new(words[0], [.. inside.Split(',', StringSplitOptions.TrimEntries)], words[1] == "in");
    }
}
