using System.Diagnostics.Metrics;

namespace Muster.Grains;

/// <summary>What the gauges of queues show.</summary>
internal static class QueueReadings
{
    public static long Pending(IEnumerable<TreeGauge> trees) => All(trees).Sum(static q => (long)q.Pending);

    public static IEnumerable<Measurement<long>> Pendings(IEnumerable<TreeGauge> trees) =>
        All(trees).Select(static q => new Measurement<long>(q.Pending, Queue(q)));

    public static IEnumerable<Measurement<long>> Admitted(IEnumerable<TreeGauge> trees) =>
        All(trees).Select(static q => new Measurement<long>(q.Admitted, Queue(q)));

    public static IEnumerable<Measurement<double>> Shares(IEnumerable<TreeGauge> trees) =>
        All(trees).Select(static q => new Measurement<double>(q.Share, Queue(q)));

    public static IEnumerable<Measurement<double>> Usages(IEnumerable<TreeGauge> trees) =>
        All(trees).SelectMany(static q => q.Usage.Select(u => Amount(q, u)));

    public static IEnumerable<Measurement<double>> Quotas(IEnumerable<TreeGauge> trees) =>
        All(trees).SelectMany(static q => q.Quota.Select(u => Amount(q, u)));

    private static IEnumerable<QueueReading> All(IEnumerable<TreeGauge> trees) => trees.SelectMany(static t => t.Readings);

    private static Measurement<double> Amount(QueueReading queue, QueueAmount amount) =>
        new(amount.Amount, Queue(queue), new("flavor", amount.Flavor), new("resource", amount.Resource));

    private static KeyValuePair<string, object?> Queue(QueueReading queue) => new("queue", queue.Queue);
}
