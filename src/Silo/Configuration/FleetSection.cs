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
    private readonly List<ClusterSettings> _clusters = [];
    private readonly SimulationOptions _simulation = new();

    /// <summary>Real clusters of the configuration.</summary>
    public IReadOnlyList<ClusterSettings> Clusters => _clusters;

    /// <summary>True when the clusters are those of the demo: none is configured, and none was registered.</summary>
    public bool IsDemo { get; private set; }

    /// <summary>True when no cluster is configured, real or simulated, and the demo's are not unwanted.</summary>
    public bool MayUseDemo => _clusters.Count == 0 && _simulation.Clusters.Count == 0 && _simulation.Demo;

    /// <summary>A real cluster of the configuration; null when there is none of that name.</summary>
    public ClusterSettings? Find(string name) => _clusters.Find(c => c.Name == name);

    /// <summary>Reads the section.</summary>
    public static FleetSection Read(IConfigurationSection muster)
    {
        var section = new FleetSection();
        muster.GetSection("Queues").Bind(section._queues);
        muster.GetSection("Flavors").Bind(section._flavors);
        muster.GetSection("Clusters").Bind(section._clusters);
        muster.GetSection("Simulation").Bind(section._simulation);
        return section;
    }

    /// <summary>Takes the three simulated clusters of the demo.</summary>
    public void UseDemo()
    {
        IsDemo = true;
        foreach (var cluster in DemoFleet.Options().Clusters)
            _simulation.Clusters.Add(cluster);
    }

    /// <summary>The clusters to simulate, with their state in a directory.</summary>
    public SimulationOptions Simulation(string directory)
    {
        _simulation.Directory ??= directory;
        return _simulation;
    }

    /// <summary>Fills in what the grains go by.</summary>
    /// <exception cref="OptionsValidationException">A quantity is not one, or a cluster is not told how to be entered.</exception>
    public void Apply(FleetOptions options)
    {
        if (ClusterFaults().ToArray() is { Length: > 0 } faults)
            throw new OptionsValidationException("Muster:Clusters", typeof(ClusterSettings), faults);
        options.Clusters = [.. _clusters.Select(static c => Spec(c.Name, c.Labels)), .. _simulation.Clusters.Select(static c => Spec(c.Name, c.Labels))];
        if (_flavors.Count > 0)
            options.Flavors = [.. _flavors.Select(static f => new FlavorSpec
            {
                Name = f.Name,
                NodeLabels = f.NodeLabels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            })];
        if (_queues.Count > 0)
            options.Queues = [.. _queues.Select(Queue)];
    }

    private static ClusterSpec Spec(string name, IEnumerable<KeyValuePair<string, string>> labels) =>
        new() { Name = name, Labels = labels.ToImmutableSortedDictionary(StringComparer.Ordinal) };

    private IEnumerable<string> ClusterFaults()
    {
        for (var i = 0; i < _clusters.Count; i++)
        {
            var (where, cluster) = ($"Muster:Clusters:{i}", _clusters[i]);
            foreach (var fault in ClusterRegistration.Faults(Spec(cluster.Name, cluster.Labels)))
                yield return $"{where}: {fault}.";
            var hasFile = !string.IsNullOrWhiteSpace(cluster.Kubeconfig);
            if (hasFile == cluster.InCluster)
                yield return hasFile
                    ? $"{where} has Kubeconfig and InCluster; write one of them."
                    : $"{where} has neither Kubeconfig nor InCluster; name a kubeconfig file, or set InCluster to true for the cluster that the silo runs in.";
            else if (hasFile && !File.Exists(cluster.Kubeconfig))
                yield return $"{where}:Kubeconfig is '{cluster.Kubeconfig}', and there is no such file.";
            if (cluster.InCluster && cluster.Context is not null)
                yield return $"{where}:Context is '{cluster.Context}', which InCluster has no use for; leave it out.";
        }
        if (_clusters.Count > ClusterRegistration.MaxClusters)
            yield return $"Muster:Clusters has {_clusters.Count} clusters; write at most {ClusterRegistration.MaxClusters}.";
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
