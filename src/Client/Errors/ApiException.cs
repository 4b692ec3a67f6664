using Muster.Contracts;

namespace Muster.Client;

/// <summary>Muster answered with an error that this client has no type for, or something that is not Muster answered.</summary>
public sealed class ApiException(int status, string code, string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => code;

    /// <summary>The HTTP status.</summary>
    public int Status => status;
}
