using Muster.Contracts;

namespace Muster.Cli;

/// <summary>What <c>-o</c> asks for.</summary>
/// <param name="Format">The form.</param>
/// <param name="Template">The template, for <see cref="OutputFormat.JsonPath"/>.</param>
internal sealed record OutputChoice(OutputFormat Format, JsonPathTemplate? Template = null)
{
    public static readonly OutputChoice Table = new(OutputFormat.Table);

    private const string PathPrefix = "jsonpath=";

    public bool IsTable => Format is OutputFormat.Table or OutputFormat.Wide;

    /// <summary>Reads what stands behind <c>-o</c>.</summary>
    /// <exception cref="UsageException">It is no form, or none that is offered.</exception>
    public static OutputChoice Parse(string text, IReadOnlyList<OutputFormat> offered)
    {
        if (offered.Contains(OutputFormat.JsonPath) && text.StartsWith(PathPrefix, StringComparison.OrdinalIgnoreCase))
            return new OutputChoice(OutputFormat.JsonPath, ParseTemplate(text[PathPrefix.Length..]));
        foreach (var format in offered)
            if (format != OutputFormat.JsonPath && WordOf(format).Equals(text, StringComparison.OrdinalIgnoreCase))
                return new OutputChoice(format);
        throw new UsageException($"--output: '{Names.Clip(text)}' is none of {string.Join(", ", offered.Select(WordOf))}");
    }

    public static string WordOf(OutputFormat format) => format switch
    {
        OutputFormat.Table => "table",
        OutputFormat.Wide => "wide",
        OutputFormat.Json => "json",
        OutputFormat.Yaml => "yaml",
        OutputFormat.Name => "name",
        _ => "jsonpath=EXPRESSION",
    };

    private static JsonPathTemplate ParseTemplate(string text)
    {
        try
        {
            return JsonPathTemplate.Parse(text);
        }
        catch (JsonPathException error)
        {
            throw new UsageException($"--output: jsonpath: {error.Message}");
        }
    }
}
