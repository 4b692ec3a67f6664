namespace Muster.Client;

/// <summary>
/// What a plain YAML scalar is, by YAML 1.2's core schema: <c>no</c> is a text here, not false. What older readers take
/// for another number (<c>0644</c>) is refused, because the manifest would mean two things.
/// </summary>
internal static class YamlScalar
{
    /// <summary>Tells a plain scalar's kind and its JSON form.</summary>
    /// <returns>False for a number that JSON has no form for, or that readers disagree about.</returns>
    public static bool TryResolve(string text, out ScalarKind kind, out string json)
    {
        (kind, json) = (ScalarKind.Text, text);
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                kind = ScalarKind.Null;
                return true;
            case "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
                (kind, json) = (ScalarKind.Boolean, text[0] is 't' or 'T' ? "true" : "false");
                return true;
        }
        if (!(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
            return true;
        return TryNumber(text, ref kind, ref json);
    }

    private static bool TryNumber(string text, ref ScalarKind kind, ref string json)
    {
        var negative = text[0] == '-';
        var body = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (body is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN")
            return false;
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
            return TryRadix(text, ref kind, ref json);
        if (!IsNumber(body, out var integer))
            return true;
        if (integer && body.Length > 1 && body[0] == '0')
            return false;
        (kind, json) = (ScalarKind.Number, (negative ? "-" : "") + Normalize(body));
        return true;
    }

    private static bool TryRadix(string text, ref ScalarKind kind, ref string json)
    {
        var radix = text[1] == 'x' ? 16 : 8;
        var digits = text.AsSpan(2);
        foreach (var c in digits)
            if (radix == 16 ? !char.IsAsciiHexDigit(c) : c is < '0' or > '7')
                return true;
        if (digits.Length is 0)
            return true;
        if (digits.Length > 15)
            return false;
        var value = 0UL;
        foreach (var c in digits)
            value = value * (ulong)radix + (ulong)Convert.ToInt32(c.ToString(), 16);
        (kind, json) = (ScalarKind.Number, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }

    // ( "." digits | digits ( "." digits? )? ) ( [eE] [-+]? digits )?
    private static bool IsNumber(ReadOnlySpan<char> text, out bool integer)
    {
        var whole = Digits(text);
        var rest = text[whole..];
        var fraction = rest.Length > 0 && rest[0] == '.' ? 1 + Digits(rest[1..]) : 0;
        integer = rest.Length == 0;
        if (whole == 0 && fraction < 2)
            return false;
        rest = rest[fraction..];
        if (rest.Length == 0)
            return true;
        if (rest[0] is not ('e' or 'E'))
            return false;
        rest = rest[1..];
        rest = rest.Length > 0 && rest[0] is '+' or '-' ? rest[1..] : rest;
        return rest.Length > 0 && Digits(rest) == rest.Length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    // JSON wants a digit on both sides of the point, and no zeros in front.
    private static string Normalize(ReadOnlySpan<char> body)
    {
        var end = body.IndexOfAny('e', 'E');
        var mantissa = end < 0 ? body : body[..end];
        var point = mantissa.IndexOf('.');
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart('0');
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        return $"{(whole.Length == 0 ? "0" : whole)}{(fraction.Length == 0 ? "" : ".")}{fraction}{body[mantissa.Length..]}";
    }
}
