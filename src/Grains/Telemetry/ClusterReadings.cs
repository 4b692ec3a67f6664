using System.Diagnostics.Metrics;
using Muster.Contracts;

namespace Muster.Grains;

/// <summary>What the gauges of clusters show.</summary>
internal static class ClusterReadings
{
    private static readonly ClusterHealth[] Healths = Enum.GetValues<ClusterHealth>();

    public static IEnumerable<Measurement<long>> Health(IEnumerable<ClusterGauge> clusters) =>
        All(clusters).SelectMany(static c => Healths.Select(h =>
            new Measurement<long>(c.Reading.Health == h ? 1 : 0, Cluster(c.Reading), new("health", h.ToString()))));

    public static IEnumerable<Measurement<long>> Quarantined(IEnumerable<ClusterGauge> clusters) =>
        All(clusters).Select(static c => new Measurement<long>(c.Reading.Quarantined, Cluster(c.Reading)));

    public static IEnumerable<Measurement<double>> Ages(IEnumerable<ClusterGauge> clusters) =>
        All(clusters).Select(static c => new Measurement<double>(c.Gauge.Age(c.Reading).TotalSeconds, Cluster(c.Reading)));

    public static IEnumerable<Measurement<double>> Capacities(IEnumerable<ClusterGauge> clusters) =>
        All(clusters).SelectMany(static c => Amounts(c.Reading, c.Reading.Capacity));

    // A resource that is offered and not used is shown as 0.
    public static IEnumerable<Measurement<double>> Usages(IEnumerable<ClusterGauge> clusters) =>
        All(clusters).SelectMany(static c => Amounts(c.Reading, c.Reading.Used).Concat(c.Reading.Capacity.Entries
            .Where(e => c.Reading.Used[e.Name] == 0).Select(e => Amount(c.Reading, e with { Amount = 0 }))));

    private static IEnumerable<(ClusterGauge Gauge, ClusterReading Reading)> All(IEnumerable<ClusterGauge> clusters) =>
        clusters.Where(static c => c.Reading is not null).Select(static c => (c, c.Reading!));

    private static IEnumerable<Measurement<double>> Amounts(ClusterReading cluster, ResourceVector resources) =>
        resources.Entries.Select(e => Amount(cluster, e));

    private static Measurement<double> Amount(ClusterReading cluster, ResourceAmount amount) =>
        new(Units.Of(amount), Cluster(cluster), new("resource", amount.Name));

    private static KeyValuePair<string, object?> Cluster(ClusterReading cluster) => new("cluster", cluster.Cluster);
}
