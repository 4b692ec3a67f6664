namespace Muster.Cli;

/// <summary>Finds the commands that texts show.</summary>
internal static class CommandText
{
    private const string Word = "muster ";

    /// <summary>The text with its commands beginning with another name.</summary>
    public static string Rename(string text, string program)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = RenameLine(lines[i], program);
        return string.Join('\n', lines);
    }

    /// <summary>The commands that a text shows as examples, without what is said beside them.</summary>
    public static IEnumerable<string> Examples(string text) =>
        from line in text.Split('\n')
        where line.StartsWith("  " + Word, StringComparison.Ordinal)
        let command = line.Trim()
        let comment = command.IndexOf("  ", StringComparison.Ordinal)
        select comment < 0 ? command : command[..comment];

    // Where a command is shown: at the beginning of a line, after a pipe, and after a colon, as remedies have it.
    private static string RenameLine(string line, string program)
    {
        foreach (var before in (string[])["  ", ": ", "| ", "xargs ", "`"])
            line = line.Replace(before + Word, $"{before}{program} ", StringComparison.Ordinal);
        return line.StartsWith(Word, StringComparison.Ordinal) && IsVerb(line[Word.Length..]) ? $"{program} {line[Word.Length..]}" : line;
    }

    private static bool IsVerb(string rest) => rest.StartsWith("COMMAND", StringComparison.Ordinal);
}
