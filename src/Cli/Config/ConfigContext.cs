namespace Muster.Cli;

/// <summary>A named way to a silo, and what to use there when nothing else is said.</summary>
internal sealed record ConfigContext(string Name)
{
    public string? Server { get; init; }

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string? Namespace { get; init; }

    public string? Queue { get; init; }
}
