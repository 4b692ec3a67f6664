using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Queues, flavors and clusters from the configuration section <c>Muster</c>.</summary>
public sealed class FleetSection
{
    private readonly List<QueueSettings> _queues = [];
    private readonly List<FlavorSettings> _flavors = [];
    private readonly SimulationOptions _simulation = new();

    /// <summary>Reads the section. Without clusters there are the three simulated ones of the demo.</summary>
    public static FleetSection Read(IConfigurationSection muster)
    {
        var section = new FleetSection();
        muster.GetSection("Queues").Bind(section._queues);
        muster.GetSection("Flavors").Bind(section._flavors);
        muster.GetSection("Simulation").Bind(section._simulation);
        if (section._simulation.Clusters.Count == 0)
            foreach (var cluster in DemoFleet.Options().Clusters)
                section._simulation.Clusters.Add(cluster);
        return section;
    }

    /// <summary>The clusters to simulate, with their state in a directory.</summary>
    public SimulationOptions Simulation(string directory)
    {
        _simulation.Directory ??= directory;
        return _simulation;
    }

    /// <summary>Fills in what the grains go by.</summary>
    /// <exception cref="OptionsValidationException">A quantity is not one.</exception>
    public void Apply(FleetOptions options)
    {
        options.Clusters = [.. _simulation.Clusters.Select(static c => new ClusterSpec
        {
            Name = c.Name,
            Labels = c.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
        })];
        if (_flavors.Count > 0)
            options.Flavors = [.. _flavors.Select(static f => new FlavorSpec
            {
                Name = f.Name,
                NodeLabels = f.NodeLabels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            })];
        if (_queues.Count > 0)
            options.Queues = [.. _queues.Select(Queue)];
    }

    private static QueueSpec Queue(QueueSettings queue) => new()
    {
        Name = queue.Name,
        Parent = queue.Parent,
        Weight = queue.Weight,
        Strategy = queue.Strategy,
        Quotas = [.. queue.Quotas.Select(flavor => new FlavorQuota
        {
            Flavor = flavor.Flavor,
            Resources = [.. flavor.Resources.Select(r => Quota($"queue {queue.Name}, flavor {flavor.Flavor}", r.Key, r.Value))],
        })],
    };

    private static ResourceQuota Quota(string where, string resource, QuotaSettings quota) => new()
    {
        Resource = resource,
        Nominal = Amount(where, resource, quota.Nominal),
        BorrowingLimit = quota.BorrowingLimit is { } borrowing ? Amount(where, resource, borrowing) : null,
        LendingLimit = quota.LendingLimit is { } lending ? Amount(where, resource, lending) : null,
    };

    private static long Amount(string where, string resource, string text) =>
        Quantity.TryParse(resource, text, out var amount, out var error)
            ? amount
            : throw new OptionsValidationException("Muster:Queues", typeof(FleetOptions), [$"{where}: '{text}' is no quantity of {resource}: {error}"]);
}
