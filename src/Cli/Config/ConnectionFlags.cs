namespace Muster.Cli;

/// <summary>What the command line says about where to go and as whom.</summary>
internal sealed record ConnectionFlags(Uri? Server = null, string? TokenFile = null, string? Context = null, string? Namespace = null, string? Queue = null);
