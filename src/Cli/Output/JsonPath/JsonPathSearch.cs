using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Cli;

/// <summary>Finds what paths lead to. What is not there is not found; nothing more is made of it.</summary>
internal sealed class JsonPathSearch(JsonNode? root)
{
    /// <summary>Values that one evaluation may look at.</summary>
    private const int MaxVisits = 5_000_000;

    private int _visits;

    /// <exception cref="JsonPathException">There is too much to look at.</exception>
    public List<JsonNode?> Find(JsonPathQuery path, JsonNode? current)
    {
        List<JsonNode?> found = [path.FromRoot ? root : current];
        foreach (var step in path.Steps)
        {
            var next = new List<JsonNode?>();
            foreach (var node in found)
                Go(step, node, next);
            found = next;
        }
        return found;
    }

    private void Go(PathStep step, JsonNode? node, List<JsonNode?> next)
    {
        var before = next.Count;
        switch (step)
        {
            case FieldStep fields when node is JsonObject mapping:
                foreach (var name in fields.Names)
                    if (mapping.TryGetPropertyValue(name, out var value))
                        next.Add(value);
                break;
            case AllStep:
                next.AddRange(Children(node));
                break;
            case DescendStep:
                Descend(node, next);
                break;
            case IndexStep indexes when node is JsonArray list:
                foreach (var index in indexes.Indexes)
                    if ((index < 0 ? index + list.Count : index) is var i && i >= 0 && i < list.Count)
                        next.Add(list[i]);
                break;
            case SliceStep slice when node is JsonArray list:
                for (var i = Math.Max(0L, From(slice.From ?? 0, list.Count)); i < Math.Min(list.Count, From(slice.To ?? list.Count, list.Count)); i += slice.By)
                    next.Add(list[(int)i]);
                break;
            case FilterStep filter:
                foreach (var child in Children(node))
                    if (Holds(filter, child))
                        next.Add(child);
                break;
        }
        Count(next.Count - before + 1);
    }

    private void Descend(JsonNode? node, List<JsonNode?> next)
    {
        Count(1);
        next.Add(node);
        foreach (var child in Children(node))
            if (child is JsonObject or JsonArray)
                Descend(child, next);
    }

    private void Count(int visits)
    {
        if ((_visits += visits) > MaxVisits)
            throw new JsonPathException("it finds too much; write a narrower path");
    }

    private static long From(int index, int count) => index < 0 ? (long)index + count : index;

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonArray list => list,
        JsonObject mapping => mapping.Select(m => m.Value),
        _ => [],
    };

    private bool Holds(FilterStep filter, JsonNode? node)
    {
        var left = Value(filter.Left, node, out var isThere);
        if (filter.Operator is null)
            return isThere;
        var right = Value(filter.Right!, node, out var isRightThere);
        if (!isThere || !isRightThere)
            return filter.Operator == "!=" && isThere != isRightThere;
        return Compare(left, right) is { } order ? filter.Operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        } : filter.Operator == "!=";
    }

    private JsonNode? Value(FilterOperand operand, JsonNode? node, out bool isThere)
    {
        isThere = true;
        if (operand.Path is not { } path)
            return operand.Value;
        var found = Find(path, node);
        isThere = found.Count > 0;
        return isThere ? found[0] : null;
    }

    /// <summary>The order of two values of the same kind; null when they are of different kinds.</summary>
    public static int? Compare(JsonNode? left, JsonNode? right)
    {
        if (left is null || right is null)
            return left is null && right is null ? 0 : null;
        var (kind, other) = (left.GetValueKind(), right.GetValueKind());
        if (kind == JsonValueKind.Number && other == JsonValueKind.Number)
            return Number(left).CompareTo(Number(right));
        if (kind != other)
            return kind is JsonValueKind.True or JsonValueKind.False && other is JsonValueKind.True or JsonValueKind.False
                ? kind.CompareTo(other) : null;
        return kind == JsonValueKind.String ? string.CompareOrdinal(left.GetValue<string>(), right.GetValue<string>())
            : JsonNode.DeepEquals(left, right) ? 0 : null;
    }

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
