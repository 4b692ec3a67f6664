namespace Muster.Cli;

/// <summary>Words for a shell's command line.</summary>
internal static class ShellWord
{
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '-' or '_' or '=' or ':' or ',' or '@' or '+') ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
