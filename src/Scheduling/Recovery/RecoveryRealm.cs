using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>The queues and flavors that jobs can be recovered to.</summary>
/// <param name="Queues">Queues of the fleet.</param>
/// <param name="Flavors">Flavors that queues have quota on.</param>
public sealed record RecoveryRealm(IReadOnlyList<QueueSpec> Queues, IReadOnlyList<FlavorSpec> Flavors);
