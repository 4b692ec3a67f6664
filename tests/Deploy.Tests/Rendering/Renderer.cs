using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>Renders templates as Helm does, as far as this chart's templates go.</summary>
internal sealed class Renderer(JsonObject root, Dictionary<string, List<Block>> defined)
{
    public string Render(List<Block> blocks) => Render(blocks, new(root, []));

    private string Render(List<Block> blocks, Scope scope)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
            text.Append(Render(block, scope));
        return text.ToString();
    }

    private string Render(Block block, Scope scope) => block switch
    {
        Block.Text text => text.Value,
        Block.Output output => Functions.Text(Evaluate(output.Value, scope)),
        Block.If branches => branches.Branches.FirstOrDefault(b => b.Condition is null || Functions.IsTrue(Evaluate(b.Condition, scope))).Body is { } body ? Render(body, scope) : "",
        Block.With with => Evaluate(with.Value, scope) is { } value && Functions.IsTrue(value) ? Render(with.Body, scope with { Dot = value }) : "",
        Block.Range range => string.Concat(Items(Evaluate(range.Value, scope)).Select(item => Render(range.Body, Inside(range, item, scope)))),
        _ => throw new NotSupportedException(),
    };

    private static Scope Inside(Block.Range range, (JsonNode Key, JsonNode? Item) item, Scope scope)
    {
        var variables = new Dictionary<string, JsonNode?>(scope.Variables, StringComparer.Ordinal);
        if (range is { Key: { } key, Item: { } name })
            (variables[key], variables[name]) = (item.Key, item.Item);
        return new(item.Item, variables);
    }

    private static IEnumerable<(JsonNode Key, JsonNode? Item)> Items(JsonNode? value) => value switch
    {
        null => [],
        JsonArray list => list.Select(static (item, i) => ((JsonNode)i, item)),
        JsonObject map => map.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => ((JsonNode)m.Key, m.Value)),
        _ => throw new TemplateException($"range over {value.ToJsonString()}"),
    };

    private JsonNode? Evaluate(Expression expression, Scope scope) => expression switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Lookup lookup => Find(lookup, scope),
        Expression.Call { Function: "and" } call => FirstOr(call.Arguments, scope, wanted: false),
        Expression.Call { Function: "or" } call => FirstOr(call.Arguments, scope, wanted: true),
        Expression.Call { Function: "include", Arguments: [var name, var dot] } => Include(Functions.Text(Evaluate(name, scope)), Evaluate(dot, scope)),
        Expression.Call call => Functions.Call(call.Function, [.. call.Arguments.Select(a => Evaluate(a, scope))]),
        _ => throw new NotSupportedException(),
    };

    private JsonNode? FirstOr(Expression[] arguments, Scope scope, bool wanted)
    {
        JsonNode? last = null;
        foreach (var argument in arguments)
            if (Functions.IsTrue(last = Evaluate(argument, scope)) == wanted)
                break;
        return last;
    }

    private string Include(string name, JsonNode? dot) =>
        defined.TryGetValue(name, out var blocks) ? Render(blocks, new(dot, [])) : throw new TemplateException($"there is no template \"{name}\"");

    private JsonNode? Find(Expression.Lookup lookup, Scope scope)
    {
        var value = lookup.Variable switch
        {
            null => scope.Dot,
            "" => root,
            var name => scope.Variables.TryGetValue(name, out var found) ? found : throw new TemplateException($"there is no variable ${name}"),
        };
        // Every value has a default: what is not there is misspelt. Items of lists have members that may be left out.
        var mustBeThere = ReferenceEquals(value, root);
        foreach (var field in lookup.Fields)
        {
            if (value is not JsonObject map)
                throw new TemplateException($".{string.Join('.', lookup.Fields)}: nothing has a member {field}");
            if (!map.TryGetPropertyValue(field, out value) && mustBeThere)
                throw new TemplateException($".{string.Join('.', lookup.Fields)}: there is no {field}");
        }
        return value;
    }

    private sealed record Scope(JsonNode? Dot, Dictionary<string, JsonNode?> Variables);
}
