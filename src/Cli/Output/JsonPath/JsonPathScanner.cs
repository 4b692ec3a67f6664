using System.Globalization;
using System.Text;

namespace Muster.Cli;

/// <summary>Walks through the characters of an expression.</summary>
internal sealed class JsonPathScanner(string text, int offset)
{
    public int Position { get; private set; }

    public char Current => Position < text.Length ? text[Position] : '\0';

    public bool IsAtEnd => Position >= text.Length;

    public char Next() => text[Position++];

    public bool Take(char expected)
    {
        if (Current != expected || IsAtEnd)
            return false;
        Position++;
        return true;
    }

    public bool Take(string expected)
    {
        if (!text.AsSpan(Position).StartsWith(expected, StringComparison.Ordinal))
            return false;
        Position += expected.Length;
        return true;
    }

    public void Require(char expected, string what)
    {
        if (!Take(expected))
            throw Fault(IsAtEnd ? $"{what}: '{expected}' is missing" : $"{what}: '{Current}' is not expected; '{expected}' is");
    }

    public void SkipSpace()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
            Position++;
    }

    /// <summary>A word up to what cannot be part of a name; a backslash keeps the next character's meaning away.</summary>
    public string Name()
    {
        var name = new StringBuilder();
        while (!IsAtEnd && (Current == '\\' || char.IsLetterOrDigit(Current) || Current is '_' or '-' or '/' or ':'))
        {
            if (Take('\\') && IsAtEnd)
                throw Fault("a backslash stands at the end");
            name.Append(Next());
        }
        return name.ToString();
    }

    public int? Number()
    {
        var start = Position;
        Take('-');
        while (char.IsAsciiDigit(Current))
            Position++;
        if (Position == start)
            return null;
        return int.TryParse(text.AsSpan(start, Position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw Fault($"'{text[start..Position]}' is no number that can be used here");
    }

    /// <summary>What stands up to one of some characters.</summary>
    public string Until(ReadOnlySpan<char> ends)
    {
        var length = text.AsSpan(Position).IndexOfAny(ends);
        var found = length < 0 ? text[Position..] : text.Substring(Position, length);
        Position += found.Length;
        return found;
    }

    /// <summary>A text in quotes; the opening one is next.</summary>
    public string Quoted()
    {
        var (start, quote, value) = (Position, Next(), new StringBuilder());
        while (!Take(quote))
        {
            if (IsAtEnd)
                throw Fault("the quote is not closed", start);
            var c = Next();
            if (c == '\\' && !IsAtEnd)
                c = Next() switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other };
            value.Append(c);
        }
        return value.ToString();
    }

    public JsonPathException Fault(string problem, int? at = null) => JsonPathException.At((at ?? Position) + offset, problem);
}
