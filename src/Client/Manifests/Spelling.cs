namespace Muster.Client;

/// <summary>Guesses which known word a misspelt one was meant to be.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;

    /// <summary>"did you mean 'x'?", or the list of what there is.</summary>
    public static string Advice(string word, IEnumerable<string> known)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        var (best, distance) = words.Select(w => (w, Distance(word, w))).DefaultIfEmpty(("", int.MaxValue)).MinBy(c => c.Item2);
        return distance <= Math.Max(2, best.Length / 3) ? $"did you mean '{best}'?" : $"known here: {string.Join(", ", words)}";
    }

    // Levenshtein's distance without regard to case, by rows.
    private static int Distance(string a, string b)
    {
        if (a.Length > MaxLength)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
