using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>What stands in an action.</summary>
internal abstract record Expression
{
    /// <summary>A word as it is written.</summary>
    internal sealed record Literal(JsonNode? Value) : Expression;

    /// <summary><c>.a.b</c> (variable null), <c>$.a</c> (variable "") or <c>$name.a</c>.</summary>
    internal sealed record Lookup(string? Variable, string[] Fields) : Expression;

    /// <summary>A function with its arguments.</summary>
    internal sealed record Call(string Function, Expression[] Arguments) : Expression;
}
