using System.Globalization;
using System.Text.Json.Nodes;

namespace Muster.Cli;

/// <summary>Reads templates as kubectl's users write them; braces around a single expression may be left out.</summary>
internal sealed class JsonPathReader
{
    public const int MaxLength = 8192;

    private const int MaxDepth = 16;
    private const int MaxSteps = 64;

    private readonly JsonPathScanner _scanner;

    private JsonPathReader(string text, int offset) => _scanner = new JsonPathScanner(text, offset);

    /// <exception cref="JsonPathException">The template is not understood.</exception>
    public static IReadOnlyList<TemplatePart> Read(string text)
    {
        if (text.Length > MaxLength)
            throw new JsonPathException($"it is longer than {MaxLength} characters");
        if (text.AsSpan().Trim().IsEmpty)
            throw new JsonPathException("it is empty; write for example {.items[*].metadata.name}");
        var braced = text.Contains('{', StringComparison.Ordinal);
        return new JsonPathReader(braced ? text : $"{{{text}}}", braced ? 0 : -1).ReadParts(0);
    }

    /// <summary>A path alone, as <c>--sort-by</c> has it.</summary>
    /// <exception cref="JsonPathException">It is not understood, or is more than a path.</exception>
    public static JsonPathQuery ReadPath(string text) =>
        Read(text) is [PathPart { Path: var path }] ? path : throw new JsonPathException("write one path, such as .metadata.name");

    private List<TemplatePart> ReadParts(int depth)
    {
        var parts = new List<TemplatePart>();
        if (depth > MaxDepth)
            throw _scanner.Fault($"it is nested more than {MaxDepth} deep");
        while (!_scanner.IsAtEnd)
        {
            if (_scanner.Current != '{')
            {
                parts.Add(new TextPart(_scanner.Until("{")));
                continue;
            }
            var start = _scanner.Position;
            _scanner.Next();
            _scanner.SkipSpace();
            if (IsWord("end"))
            {
                if (depth == 0)
                    throw _scanner.Fault("{end} without {range}", start);
                return parts;
            }
            if (IsWord("range"))
                parts.Add(ReadRange(depth));
            else
                ReadExpressions(parts);
        }
        return depth == 0 ? parts : throw _scanner.Fault("{range} without {end}");
    }

    private bool IsWord(string word)
    {
        if (!_scanner.Take(word))
            return false;
        _scanner.SkipSpace();
        if (word == "end")
            _scanner.Require('}', "{end}");
        return true;
    }

    private RangePart ReadRange(int depth)
    {
        var path = ReadQuery(depth);
        _scanner.SkipSpace();
        _scanner.Require('}', "{range}");
        return new RangePart(path, ReadParts(depth + 1));
    }

    private void ReadExpressions(List<TemplatePart> parts)
    {
        for (var first = true; ; first = false)
        {
            _scanner.SkipSpace();
            if (_scanner.Take('}'))
                break;
            if (_scanner.IsAtEnd)
                throw _scanner.Fault("'}' is missing");
            if (_scanner.Current is '"' or '\'')
                parts.Add(new TextPart(_scanner.Quoted()));
            else
            {
                if (!first)
                    parts.Add(new TextPart(" "));
                var start = _scanner.Position;
                parts.Add(new PathPart(ReadQuery(0)));
                if (_scanner.Position == start)
                    throw _scanner.Fault($"'{_scanner.Current}' is not expected; write a path such as .metadata.name");
            }
        }
    }

    private JsonPathQuery ReadQuery(int depth)
    {
        if (depth > MaxDepth)
            throw _scanner.Fault($"it is nested more than {MaxDepth} deep");
        var fromRoot = _scanner.Take('$');
        if (!fromRoot)
            _scanner.Take('@');
        var steps = new List<PathStep>();
        // A name may stand at the beginning without its dot, as in metadata.name.
        if (steps.Count == 0 && !fromRoot && _scanner.Name() is { Length: > 0 } name)
            steps.Add(new FieldStep([name]));
        var start = _scanner.Position;
        while (ReadStep(steps, depth))
            if (steps.Count > MaxSteps)
                throw _scanner.Fault($"it has more than {MaxSteps} steps", start);
        return new JsonPathQuery(fromRoot, steps);
    }

    private bool IsOdd() => _scanner.Current is not ('}' or ' ' or ')' or ']' or '=' or '!' or '<' or '>' or '\0' or '"' or '\'' or '\t' or '\n' or '\r');

    private bool ReadStep(List<PathStep> steps, int depth)
    {
        if (_scanner.Take('['))
        {
            steps.Add(ReadBracket(depth));
            return true;
        }
        if (!_scanner.Take('.'))
            return IsOdd() ? throw _scanner.Fault($"'{_scanner.Current}' is not expected here") : false;
        var descends = _scanner.Take('.');
        if (descends)
            steps.Add(new DescendStep());
        if (_scanner.Take('*'))
            steps.Add(new AllStep());
        else if (_scanner.Name() is { Length: > 0 } name)
            steps.Add(new FieldStep([name]));
        else if (_scanner.Current != '[' && (descends || steps.Count > 0 || IsOdd()))
            throw _scanner.Fault("a name is missing after the dot");
        return true;
    }

    private PathStep ReadBracket(int depth)
    {
        _scanner.SkipSpace();
        PathStep step;
        if (_scanner.Take("?("))
            step = ReadFilter(depth);
        else if (_scanner.Take('*'))
            step = new AllStep();
        else if (_scanner.Current is '\'' or '"')
            step = new FieldStep(ReadList(_scanner.Quoted));
        else
            step = ReadNumbers();
        _scanner.SkipSpace();
        _scanner.Require(']', "the bracket");
        return step;
    }

    private List<T> ReadList<T>(Func<T> read)
    {
        var list = new List<T>();
        do
        {
            _scanner.SkipSpace();
            list.Add(read());
            _scanner.SkipSpace();
        }
        while (_scanner.Take(','));
        return list;
    }

    private PathStep ReadNumbers()
    {
        var first = _scanner.Number();
        if (!_scanner.Take(':'))
        {
            if (first is not { } index)
                throw _scanner.Fault("write a number, *, a name in quotes or ?(…) between the brackets");
            var indexes = new List<int> { index };
            while (_scanner.Take(','))
                indexes.Add(_scanner.Number() ?? throw _scanner.Fault("a number is missing"));
            return new IndexStep(indexes);
        }
        var to = _scanner.Number();
        var by = _scanner.Take(':') ? _scanner.Number() ?? 1 : 1;
        return by > 0 ? new SliceStep(first, to, by) : throw _scanner.Fault("the step must be 1 or more");
    }

    private FilterStep ReadFilter(int depth)
    {
        var left = ReadOperand(depth);
        _scanner.SkipSpace();
        string? comparison = null;
        foreach (var candidate in (string[])["==", "!=", "<=", ">=", "<", ">"])
            if (comparison is null && _scanner.Take(candidate))
                comparison = candidate;
        FilterOperand? right = null;
        if (comparison is not null)
        {
            _scanner.SkipSpace();
            right = ReadOperand(depth);
            _scanner.SkipSpace();
        }
        _scanner.Require(')', "the filter");
        return new FilterStep(left, comparison, right);
    }

    private FilterOperand ReadOperand(int depth)
    {
        _scanner.SkipSpace();
        if (_scanner.Current is '"' or '\'')
            return new FilterOperand(null, JsonValue.Create(_scanner.Quoted()));
        if (_scanner.Current is '@' or '$' or '.')
            return new FilterOperand(ReadQuery(depth + 1), null);
        var start = _scanner.Position;
        var word = _scanner.Until(" =!<>)]}");
        return word switch
        {
            "true" => new FilterOperand(null, JsonValue.Create(true)),
            "false" => new FilterOperand(null, JsonValue.Create(false)),
            _ when decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new FilterOperand(null, JsonValue.Create(number)),
            _ => throw _scanner.Fault($"'{word}' is no value; write @.path, a number, true, false, or a text in quotes", start),
        };
    }
}
