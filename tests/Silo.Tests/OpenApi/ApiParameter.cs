using System.Text.Json.Nodes;

namespace Muster.Silo.Tests;

/// <summary>A parameter of an operation of the API.</summary>
internal sealed record ApiParameter(string In, string Name, string Text, JsonObject Schema, bool Required = false)
{
    public JsonObject ToJson() => new()
    {
        ["name"] = Name, ["in"] = In, ["description"] = Text, ["required"] = In == "path" || Required, ["schema"] = Schema.DeepClone(),
    };
}
