using System.Text.RegularExpressions;

namespace Muster.Deploy.Tests;

/// <summary>Text between actions, or an action without its braces.</summary>
internal readonly partial record struct Piece(bool IsAction, string Text)
{
    /// <summary>Takes a template apart. A dash beside a brace eats the white space next to it.</summary>
    public static IEnumerable<Piece> Of(string template)
    {
        var (at, trim) = (0, false);
        foreach (Match action in Actions().Matches(template))
        {
            var text = template[at..action.Index];
            text = trim ? text.TrimStart() : text;
            yield return new(false, action.Groups["before"].Success ? text.TrimEnd() : text);
            if (!action.Groups["text"].Value.TrimStart().StartsWith("/*", StringComparison.Ordinal))
                yield return new(true, action.Groups["text"].Value.Trim());
            (at, trim) = (action.Index + action.Length, action.Groups["after"].Success);
        }
        yield return new(false, trim ? template[at..].TrimStart() : template[at..]);
    }

    [GeneratedRegex(@"\{\{(?<before>-(?=\s))?(?<text>.*?)(?<after>(?<=\s)-)?\}\}", RegexOptions.Singleline)]
    private static partial Regex Actions();
}
