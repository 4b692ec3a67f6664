using System.Text.RegularExpressions;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Says which parameter of a query could not be read, and what it takes.</summary>
internal static partial class QueryFaults
{
    /// <summary>The fault; null when it was something else that could not be read.</summary>
    public static InvalidRequestException? Read(BadHttpRequestException bad)
    {
        if (Unbound().Match(bad.Message) is not { Success: true } match)
            return null;
        var (type, name) = (match.Groups["type"].Value, match.Groups["name"].Value);
        var remedy = type.Contains("bool", StringComparison.OrdinalIgnoreCase) ? "send true or false" : "send a whole number";
        return new(char.ToLowerInvariant(name[0]) + name[1..], $"'{Names.Clip(match.Groups["value"].Value)}' cannot be read", remedy);
    }

    // The server's own sentence names the type and the parameter: Failed to bind parameter "Nullable<int> limit" from "many".
    [GeneratedRegex("""^Failed to bind parameter "(?<type>\S+) (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unbound();
}
