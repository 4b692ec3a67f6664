using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>The clusters and queues of the fleet, the same on every silo.</summary>
public sealed class FleetOptions : IBounded
{
    /// <summary>Member clusters.</summary>
    public IReadOnlyList<ClusterSpec> Clusters { get; set; } = [];

    /// <summary>Queues. Default: one, named <c>default</c>, limited by the fleet alone.</summary>
    public IReadOnlyList<QueueSpec> Queues { get; set; } = [new QueueSpec { Name = "default" }];

    /// <summary>Flavors that queues have quota on.</summary>
    public IReadOnlyList<FlavorSpec> Flavors { get; set; } = [];

    /// <summary>The queue, or null.</summary>
    public QueueSpec? Queue(string name) => Queues.FirstOrDefault(q => q.Name == name);

    /// <summary>The root of the queue's tree.</summary>
    /// <exception cref="QueueNotFoundException">There is no such queue.</exception>
    public QueueName RootOf(string queue) => QueueForest.RootOf(queue, Queues) ?? throw new QueueNotFoundException(queue);

    /// <summary>The roots of all trees.</summary>
    public IEnumerable<QueueName> Roots => Queues.Where(static q => q.Parent is null).Select(static q => new QueueName(q.Name));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
    [
        .. QueueForest.Validate(Queues, Flavors).Select(static e => e.ToString()),
        .. Clusters.Where(static c => !Names.IsLabel(c.Name))
            .Select(static c => $"clusters: '{Names.Clip(c.Name)}' is not a name; use lower-case letters, digits and '-', at most 63"),
        .. Clusters.GroupBy(static c => c.Name, StringComparer.Ordinal).Where(static g => g.Count() > 1)
            .Select(static g => $"clusters: '{g.Key}' is there {g.Count()} times; give each a name of its own"),
    ];
}
