namespace Muster.Contracts;

/// <summary>The cluster refused to bind a pod.</summary>
[GenerateSerializer, Alias("muster.error.binding-refused")]
public sealed class BindingRefusedException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "BindingRefused";
}
