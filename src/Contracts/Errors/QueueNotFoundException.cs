namespace Muster.Contracts;

/// <summary>No queue of that name is known.</summary>
[GenerateSerializer, Alias("muster.error.queue-not-found")]
public sealed class QueueNotFoundException(string queue) : MusterException($"No queue '{Names.Clip(queue)}' is known. List queues with: muster get queues")
{
    /// <inheritdoc/>
    public override string Code => "QueueNotFound";
}
