namespace Muster.Contracts;

/// <summary>Guesses which known word a misspelt one was meant to be.</summary>
public static class Nearest
{
    private const int MaxLength = 64;

    /// <summary>The nearest known word, if one is near; else null.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var (best, distance) = ("", int.MaxValue);
        foreach (var candidate in known)
            if (Distance(word, candidate) is var d && d < distance)
                (best, distance) = (candidate, d);
        var shorter = Math.Min(word.Length, best.Length);
        return distance <= (shorter < 3 ? 0 : Math.Max(1, shorter / 3)) ? best : null;
    }

    /// <summary>"did you mean x?", or the list of what there is.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What there is, in the order of the list.</param>
    public static string Advice(string word, IReadOnlyCollection<string> known) =>
        Of(word, known) is { } near ? $"did you mean {near}?" : $"known: {string.Join(", ", known)}";

    // Levenshtein's distance without regard to case, by rows; two letters that changed places count as one change.
    private static int Distance(string a, string b)
    {
        if (a.Length > MaxLength)
            return int.MaxValue;
        var (before, row) = (new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[b.Length + 1];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(row[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1), Math.Min(row[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row) = (row, next);
        }
        return row[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
