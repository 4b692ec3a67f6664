namespace Muster.Contracts;

/// <summary>A queue's name, unique in the fleet: a DNS-1123 label.</summary>
[GenerateSerializer, Immutable, Alias("muster.queue-name")]
public readonly record struct QueueName([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
