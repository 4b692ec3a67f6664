using System.Collections.Immutable;

namespace Muster.Cli;

/// <summary>What the configuration file says.</summary>
/// <param name="Current">Name of the context that is used when none is named; null for none.</param>
/// <param name="Contexts">The contexts, in the order of the file.</param>
internal sealed record CliConfig(string? Current, ImmutableArray<ConfigContext> Contexts)
{
    public static readonly CliConfig Empty = new(null, []);

    public ConfigContext? Find(string? name) => Contexts.FirstOrDefault(c => c.Name == name);

    public CliConfig With(ConfigContext context) => this with
    {
        Contexts = Find(context.Name) is { } old ? Contexts.Replace(old, context) : Contexts.Add(context),
    };

    public CliConfig Without(string name) => new(Current == name ? null : Current, Contexts.RemoveAll(c => c.Name == name));
}
