using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Muster.Deploy.Tests;

/// <summary>Reads pipelines: <c>a | f x</c> is <c>f x a</c>.</summary>
internal sealed partial class ExpressionReader
{
    private readonly string _text;
    private readonly List<string> _words;
    private int _at;

    private ExpressionReader(string text)
    {
        _text = text;
        _words = [.. Words().Matches(text).Select(static m => m.Value)];
        if (Words().Replace(text, "").Trim().Length > 0)
            throw Wrong("it holds what the chart's templates do not use");
    }

    public static Expression Read(string text)
    {
        var reader = new ExpressionReader(text);
        var result = reader.Pipeline();
        return reader._at == reader._words.Count ? result : throw reader.Wrong($"nothing may follow before '{reader._words[reader._at]}'");
    }

    private Expression Pipeline()
    {
        var value = Command();
        while (TryTake("|"))
            value = Command() switch
            {
                Expression.Call call => call with { Arguments = [.. call.Arguments, value] },
                _ => throw Wrong("only a function may follow '|'"),
            };
        return value;
    }

    private Expression Command()
    {
        if (_at < _words.Count && char.IsAsciiLetter(_words[_at][0]) && _words[_at] is not ("true" or "false"))
        {
            var (name, arguments) = (_words[_at++], new List<Expression>());
            while (_at < _words.Count && _words[_at] is not ("|" or ")"))
                arguments.Add(Operand());
            return new Expression.Call(name, [.. arguments]);
        }
        return Operand();
    }

    private Expression Operand()
    {
        if (_at == _words.Count)
            throw Wrong("something is missing");
        var word = _words[_at++];
        if (word == "(")
        {
            var inner = Pipeline();
            return TryTake(")") ? inner : throw Wrong("')' is missing");
        }
        return word[0] switch
        {
            '"' => new Expression.Literal(JsonNode.Parse(word)),
            '.' => new Expression.Lookup(null, Fields(word)),
            '$' => new Expression.Lookup(word.TrimStart('$').Split('.')[0], [.. Fields(word).Skip(word is ['$', '.', ..] or "$" ? 0 : 1)]),
            _ when word is "true" or "false" => new Expression.Literal(word == "true"),
            _ when int.TryParse(word, CultureInfo.InvariantCulture, out var number) => new Expression.Literal(number),
            // A function without arguments, such as dict.
            _ when char.IsAsciiLetter(word[0]) => new Expression.Call(word, []),
            _ => throw Wrong($"'{word}' is not understood"),
        };
    }

    private bool TryTake(string word)
    {
        var found = _at < _words.Count && _words[_at] == word;
        _at += found ? 1 : 0;
        return found;
    }

    private static string[] Fields(string word) => word.TrimStart('$').Split('.', StringSplitOptions.RemoveEmptyEntries);

    private TemplateException Wrong(string why) => new($"{{{{ {_text} }}}}: {why}");

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|\$?[A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+|\$[A-Za-z0-9_]*|\.|[A-Za-z][A-Za-z0-9]*|[0-9]+|[|()]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Words();
}
