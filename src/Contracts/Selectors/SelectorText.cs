namespace Muster.Contracts;

/// <summary>What label and field selectors have in common: their bounds, and how they are taken apart.</summary>
internal static class SelectorText
{
    /// <summary>The requirements of a selector, without the spaces around them. A text that is too long has none.</summary>
    public static IReadOnlyList<string> Split(string parameter, string text, FaultList faults)
    {
        if (text.Length > LabelSelector.MaxLength)
        {
            faults.Add(parameter, $"it has {text.Length} characters", $"write at most {LabelSelector.MaxLength}");
            return [];
        }
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var parts = Parts(text);
        if (parts.Count <= LabelSelector.MaxRequirements)
            return parts;
        faults.Add(parameter, $"there are {parts.Count} requirements", $"write at most {LabelSelector.MaxRequirements}");
        return [];
    }

    /// <summary><c>a=b</c>, <c>a==b</c> or <c>a!=b</c>; null when it is none of these.</summary>
    public static (string Key, string Value, bool Equal)? Comparison(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
            return null;
        var equal = text[at - 1] != '!';
        var end = equal ? at : at - 1;
        var begin = equal && at + 1 < text.Length && text[at + 1] == '=' ? at + 2 : at + 1;
        return (text[..end].Trim(), text[begin..].Trim(), equal);
    }

    // At the commas that are not between brackets.
    private static List<string> Parts(string text)
    {
        var (parts, begin, inside) = (new List<string>(), 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i] != ',' || inside))
            {
                inside = text[i] == '(' || (inside && text[i] != ')');
                continue;
            }
            parts.Add(text[begin..i].Trim());
            begin = i + 1;
        }
        return parts;
    }
}
