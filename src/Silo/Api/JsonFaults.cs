using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Says what is wrong with JSON that was sent, without the parser's own words for its own types.</summary>
internal static class JsonFaults
{
    private const string Remedy = "send a job as JSON, as 'muster submit' does; see docs/reference/api.md";

    public static InvalidRequestException Read(JsonException fault)
    {
        var field = fault.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? Names.Clip(path[2..]) : "body";
        var where = fault.LineNumber is { } line ? $" (line {line + 1}, byte {fault.BytePositionInLine + 1})" : "";
        if (fault.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return new(Unknown(field, fault.Message), $"there is no such field{where}", "leave it out, or correct its spelling; see docs/reference/manifest.md");
        if (fault.Message.Contains("could not be converted", StringComparison.Ordinal))
            return new(field, $"it has not the right type or is none of the values that are known{where}", "see docs/reference/manifest.md for what it takes");
        // Muster's own readers speak to people; the parser's sentences end before its positions.
        var sentence = fault.Message.Split(" Path:")[0].Split(" LineNumber:")[0];
        return new(field, Names.Clip(sentence.TrimEnd('.'), 200) + where, Remedy);
    }

    // The parser names the unknown property in quotes, and its parent as the path.
    private static string Unknown(string field, string message)
    {
        var parts = message.Split('\'');
        return parts.Length < 2 || field.EndsWith(parts[1], StringComparison.Ordinal) ? field
            : field == "body" ? Names.Clip(parts[1]) : $"{field}.{Names.Clip(parts[1])}";
    }
}
