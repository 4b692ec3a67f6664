namespace Muster.Contracts;

/// <summary>The rules for names, as Kubernetes has them.</summary>
public static class Names
{
    /// <summary>Longest DNS-1123 label, in characters.</summary>
    public const int MaxLabelLength = 63;

    /// <summary>Longest DNS-1123 subdomain (node names), in characters.</summary>
    public const int MaxSubdomainLength = 253;

    /// <summary>Lower-case ASCII letters, digits and '-', first and last alphanumeric, 1 to 63 characters.</summary>
    public static bool IsLabel(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLabelLength || text[0] == '-' || text[^1] == '-')
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        return true;
    }

    /// <summary>Labels joined by dots, at most 253 characters.</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxSubdomainLength)
            return false;
        foreach (var part in text.Split('.'))
            if (!IsLabel(text[part]))
                return false;
        return true;
    }

    /// <summary>A label or annotation key: an optional subdomain and '/', then up to 63 of letters, digits, '-', '_', '.'.</summary>
    public static bool IsQualifiedName(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        if (slash >= 0 && !IsSubdomain(text[..slash]))
            return false;
        var name = text[(slash + 1)..];
        return name.Length > 0 && IsLabelValue(name);
    }

    /// <summary>A label's value: empty, or up to 63 of letters, digits, '-', '_', '.', first and last alphanumeric.</summary>
    public static bool IsLabelValue(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return true;
        if (text.Length > MaxLabelLength || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1]))
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                return false;
        return true;
    }

    /// <summary>Passes a DNS-1123 label on.</summary>
    /// <exception cref="InvalidRequestException">It is none; the error names <paramref name="field"/>.</exception>
    public static void RequireLabel(string field, string? text)
    {
        if (text is null || !IsLabel(text))
            throw new InvalidRequestException(field, $"'{Clip(text)}' is not a name",
                "use 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit");
    }

    /// <summary>At most 80 characters of a text from outside, without control characters, for use in a message.</summary>
    public static string Clip(string? text) => Clip(text, 80);

    /// <summary>At most so many characters (3 or more) of a text from outside, without control characters, for use in a message.</summary>
    public static string Clip(string? text, int most)
    {
        if (text is null)
            return "";
        var clipped = text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 3), "...");
        return clipped.Any(char.IsControl) ? string.Concat(clipped.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : clipped;
    }
}
