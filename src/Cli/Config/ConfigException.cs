namespace Muster.Cli;

/// <summary>The configuration file cannot be used as it is; the message names file and line.</summary>
internal sealed class ConfigException(string message) : Exception(message);
