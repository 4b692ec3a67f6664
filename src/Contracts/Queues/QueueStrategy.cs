namespace Muster.Contracts;

/// <summary>What a queue does behind a job that cannot start.</summary>
[Alias("muster.queue-strategy")]
public enum QueueStrategy
{
    /// <summary>Later jobs that fit may start.</summary>
    BestEffortFifo = 0,

    /// <summary>Later jobs wait.</summary>
    StrictFifo = 1,
}
