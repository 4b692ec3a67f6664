namespace Muster.Contracts;

/// <summary>The audit record of a request cannot be written, so the request is not answered. Its outcome is unknown.</summary>
[GenerateSerializer, Alias("muster.error.audit-unavailable")]
public sealed class AuditUnavailableException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "AuditUnavailable";
}
