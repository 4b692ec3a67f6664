namespace Muster.Contracts;

/// <summary>A watch cannot continue from that revision.</summary>
[GenerateSerializer, Alias("muster.error.watch-expired")]
public sealed class WatchExpiredException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "WatchExpired";
}
