namespace Muster.Contracts;

/// <summary>The caller is known, and may not do this.</summary>
[GenerateSerializer, Alias("muster.error.forbidden")]
public sealed class ForbiddenException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "Forbidden";
}
