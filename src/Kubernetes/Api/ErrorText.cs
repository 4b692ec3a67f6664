using System.Globalization;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Makes what a server said fit to be logged and shown: bounded, on one line, and without our own secrets in it.</summary>
internal static class ErrorText
{
    private const int MaxLength = 512;

    private const int MaxWord = 64;

    // A token that short is no token, and would blank out half of a sentence.
    private const int LeastSecret = 6;

    /// <summary>A sentence of the server.</summary>
    public static string Sentence(string? text, ClusterAccess access)
    {
        var clean = string.Concat((text ?? "").Take(4 * MaxLength).Select(static c => IsPlain(c) ? c : ' ')).Trim();
        // Before it is cut: half of a token is still half of a token.
        foreach (var secret in (ReadOnlySpan<string?>)[access.Token, access.ClientKey])
            if (secret is { Length: >= LeastSecret })
                clean = clean.Replace(secret, "(secret)", StringComparison.Ordinal);
        return Names.Clip(clean, MaxLength);
    }

    /// <summary>A word by which the server names a reason; empty when it is no such word.</summary>
    public static string Word(string? text) => text is { Length: <= MaxWord } && text.All(char.IsAsciiLetterOrDigit) ? text : "";

    /// <summary>An error with those that it came from, each once.</summary>
    public static string Chain(Exception error)
    {
        var sentences = new List<string>();
        for (Exception? e = error; e is not null && sentences.Count < 4; e = e.InnerException)
            if (!sentences.Any(s => s.Contains(e.Message.TrimEnd('.'), StringComparison.Ordinal)))
                sentences.Add(e.Message.Replace(", see inner exception", "", StringComparison.Ordinal).TrimEnd('.'));
        return string.Join(": ", sentences);
    }

    private static bool IsPlain(char c) =>
        !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
