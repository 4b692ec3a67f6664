using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>The options of commands that show objects, and what they make of them.</summary>
internal sealed class OutputOptions
{
    private readonly OutputFormat[] _offered;
    private readonly Option<OutputChoice?> _format;
    private readonly Option<bool> _noHeaders = new("--no-headers") { Description = "Leave the table's first line out" };
    private readonly Option<string?> _sortBy = new("--sort-by") { Description = "Order by what a path finds in each, such as .metadata.name", HelpName = "PATH" };

    public OutputOptions(params OutputFormat[] offered)
    {
        _offered = offered.Length > 0 ? offered : [OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name, OutputFormat.JsonPath];
        _format = Choice(_offered);
    }

    public bool HasHeaders(Session session) => !session.Arguments.GetValue(_noHeaders);

    public OutputChoice Of(Session session) => session.Arguments.GetValue(_format) ?? OutputChoice.Table;

    public bool IsGiven(Session session) => session.Arguments.GetValue(_format) is not null;

    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        if (!_offered.Contains(OutputFormat.Table))
            return;
        command.Options.Add(_noHeaders);
        command.Options.Add(_sortBy);
    }

    /// <summary>An option that chooses among some forms.</summary>
    public static Option<OutputChoice?> Choice(params OutputFormat[] offered)
    {
        var words = offered.Select(OutputChoice.WordOf).ToList();
        var option = new Option<OutputChoice?>("--output", "-o")
        {
            Description = $"How to show it: {string.Join(", ", words)}",
            HelpName = "FORMAT",
            CustomParser = result =>
            {
                try
                {
                    return OutputChoice.Parse(result.Tokens[0].Value, offered);
                }
                catch (UsageException error)
                {
                    result.AddError(error.Message);
                    return null;
                }
            },
        };
        option.CompletionSources.Add([.. words.Select(w => w.Split("EXPRESSION")[0])]);
        return option;
    }

    /// <summary>Shows things in the form that is asked for.</summary>
    /// <returns>The table, to which more may be added.</returns>
    public View<T>.Rows Show<T>(Session session, IReadOnlyList<T> items, bool single, View<T> view, OutputFormat otherwise = OutputFormat.Table)
    {
        var choice = session.Arguments.GetValue(_format) ?? new OutputChoice(otherwise);
        items = Sorted(session, items, view);
        var rows = view.Begin(choice.Format == OutputFormat.Wide);
        switch (choice.Format)
        {
            case OutputFormat.Name:
                foreach (var item in items)
                    session.Print($"{view.Kind}/{view.Name(item)}");
                break;
            case OutputFormat.Table or OutputFormat.Wide when items.Count == 0:
                session.Say($"no {view.Kind}s found");
                break;
            case OutputFormat.Table or OutputFormat.Wide:
                foreach (var item in items)
                    rows.Add(item);
                rows.Write(session.Out, HasHeaders(session));
                break;
            default:
                Objects.Write(session.Out, [.. items.Select(i => Objects.Tree(i, view.Type))], single, choice);
                break;
        }
        return rows;
    }

    private IReadOnlyList<T> Sorted<T>(Session session, IReadOnlyList<T> items, View<T> view)
    {
        if (session.Arguments.GetValue(_sortBy) is not { } text)
            return items;
        var path = PathOf(text);
        var keys = items.Select(item => (Item: item, Key: new JsonPathSearch(null).Find(path, JsonSerializer.SerializeToNode(item, view.Type)).FirstOrDefault())).ToList();
        if (keys.Count > 0 && keys.TrueForAll(k => k.Key is null))
            throw new UsageException($"--sort-by: '{Names.Clip(text)}' finds nothing in any {view.Kind}; -o json shows what there is");
        return [.. keys.OrderBy(k => k.Key, KeyOrder.Instance).Select(k => k.Item)];
    }

    private static JsonPathQuery PathOf(string text)
    {
        try
        {
            return JsonPathReader.ReadPath(text);
        }
        catch (JsonPathException error)
        {
            throw new UsageException($"--sort-by: '{Names.Clip(text)}': {error.Message}");
        }
    }

    /// <summary>Numbers and times by their size, texts by their letters, quantities by their amount; what is not there comes first.</summary>
    private sealed class KeyOrder : IComparer<JsonNode?>
    {
        public static readonly KeyOrder Instance = new();

        public int Compare(JsonNode? x, JsonNode? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => (Amount(x), Amount(y)) switch
            {
                ({ } a, { } b) => a.CompareTo(b),
                ({ }, null) => -1,
                (null, { }) => 1,
                _ => JsonPathSearch.Compare(x, y) ?? x.GetValueKind().CompareTo(y.GetValueKind()),
            },
        };

        private static long? Amount(JsonNode node) =>
            node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: < 32 } text && char.IsAsciiDigit(text[0])
            && Quantity.TryParse("cpu", text, out var amount, out _) ? amount : null;
    }
}
