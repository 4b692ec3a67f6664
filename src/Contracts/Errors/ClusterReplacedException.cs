namespace Muster.Contracts;

/// <summary>Another cluster answers where a registered one was: its identity (the uid of its <c>kube-system</c> namespace) is another. Nothing was done.</summary>
[GenerateSerializer, Alias("muster.error.cluster-replaced")]
public sealed class ClusterReplacedException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "ClusterReplaced";
}
