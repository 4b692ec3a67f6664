namespace Muster.Contracts;

/// <summary>Logs cannot be read from the cluster.</summary>
[GenerateSerializer, Alias("muster.error.logs-unavailable")]
public sealed class LogsUnavailableException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "LogsUnavailable";
}
