using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Queues with a quota of CPUs, of the flavor <c>any</c>.</summary>
internal static class Quotas
{
    public static QueueSpec Queue(
        string name, long cpu, string? parent = null, long? borrow = null, long? lend = null, int weight = 1, QueueStrategy strategy = QueueStrategy.BestEffortFifo) => new()
        {
            Name = name,
            Parent = parent,
            Weight = weight,
            Strategy = strategy,
            Quotas =
            [
                new FlavorQuota
                {
                    Flavor = "any",
                    Resources = [new ResourceQuota { Resource = ResourceNames.Cpu, Nominal = cpu * 1000, BorrowingLimit = borrow * 1000, LendingLimit = lend * 1000 }],
                },
            ],
        };

    /// <summary>CPUs that a queue is charged with.</summary>
    public static long Cpus(this QueueSnapshot queue) => queue.Usage.Sum(static u => u.Resources[ResourceNames.Cpu]) / 1000;
}
