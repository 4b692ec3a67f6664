using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Muster.Grains;

namespace Muster.Silo.Tests;

/// <summary>What is heard from instruments, as text.</summary>
public sealed class MetricReaderTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Meter _meter;
    private readonly MetricReader _reader;

    public MetricReaderTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _meter = meters.Create(SchedulerMeter.Name);
        _reader = new MetricReader(meters, Options.Create(new MetricsSettings { Runtime = false, MaxSeries = 10 }));
        _reader.Start();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_EveryKindOfInstrument_IsReadBack(bool openMetrics)
    {
        _meter.CreateCounter<long>("test.job.submitted", "{job}", "Jobs.").Add(3, new KeyValuePair<string, object?>("queue", "a"));
        _meter.CreateUpDownCounter<int>("test.watchers", "{watcher}", "Watchers.").Add(-2);
        _meter.CreateGauge<double>("test.size", "By", "Size.").Record(1.5e300);
        _meter.CreateObservableGauge("test.share", static () => 0.25, "1", "Share.");
        _meter.CreateObservableCounter("test.seen", static () => 7L, null, null);
        var histogram = _meter.CreateHistogram("test.wait.duration", "s", "Wait.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2] });
        foreach (var value in (double[])[0.1, 0.5, 0.6, 1, 5, double.NaN])
            histogram.Record(value, new KeyValuePair<string, object?>("stage", "queue"));

        var families = await ReadAsync(openMetrics);

        var total = openMetrics ? "" : "_total";
        Assert.Equal(("counter", 3), (families["test_job_submitted" + total].Type, families["test_job_submitted" + total].Value(("queue", "a"))));
        Assert.Equal(("gauge", -2), (families["test_watchers"].Type, families["test_watchers"].Value()));
        Assert.Equal(1.5e300, families["test_size_bytes"].Value());
        Assert.Equal(0.25, families["test_share_ratio"].Value());
        Assert.Equal(7, families["test_seen" + total].Value());
        var wait = families["test_wait_duration_seconds"];
        Assert.Equal([2, 4, 4, 5, 7.2, 5], wait.Samples.Select(static s => s.Value));
        Assert.Equal(openMetrics ? ["0.5", "1.0", "2.0", "+Inf"] : ["0.5", "1", "2", "+Inf"], wait.Samples.Take(4).Select(static s => s.Labels["le"]));
        Assert.Equal(openMetrics ? "seconds" : null, wait.Unit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_TextsThatNeedEscaping_AreReadBack(bool openMetrics)
    {
        const string Nasty = "a\\b\"c\nd,e=}{ é";
        _meter.CreateCounter<long>("test.nasty", null, "Says \"hello\\\"\nand goes on").Add(1, new KeyValuePair<string, object?>("9-odd name", Nasty));

        var family = (await ReadAsync(openMetrics))[openMetrics ? "test_nasty" : "test_nasty_total"];

        Assert.Equal(1, family.Value(("_9_odd_name", Nasty)));
    }

    [Fact]
    public async Task Write_TagsInAnotherOrder_AreOneSeries()
    {
        var counter = _meter.CreateCounter<long>("test.moved");
        counter.Add(1, new KeyValuePair<string, object?>("from", "a"), new("to", "b"));
        counter.Add(1, new KeyValuePair<string, object?>("to", "b"), new("from", "a"));

        Assert.Equal(2, Assert.Single((await ReadAsync())["test_moved_total"].Samples).Value);
    }

    [Fact]
    public async Task Write_MoreSeriesThanMayBe_GoIntoOne()
    {
        var counter = _meter.CreateCounter<long>("test.many");
        for (var i = 0; i < 25; i++)
            counter.Add(2, new KeyValuePair<string, object?>("n", i));

        var families = await ReadAsync();

        Assert.Equal(11, families["test_many_total"].Samples.Count);
        Assert.Equal(30, families["test_many_total"].Value(("otel_metric_overflow", "true")));
        Assert.Equal(15, families["muster_metrics_overflow_total"].Value());
    }

    [Fact]
    public async Task Write_ObservedSeriesThatIsGone_IsNotShownAndMakesRoom()
    {
        var round = 0;
        _meter.CreateObservableGauge("test.now", () => Enumerable.Range(round * 10, 10).Select(static i => new Measurement<long>(i, new KeyValuePair<string, object?>("n", i))));
        for (; round < 5; round++)
            Assert.Equal(10, (await ReadAsync())["test_now"].Samples.Count(s => s.Labels["n"] == $"{s.Value}" && (int)s.Value / 10 == round));
        Assert.Equal(0, (await ReadAsync())["muster_metrics_overflow_total"].Value());
    }

    [Fact]
    public async Task Write_InstrumentThatThrows_DoesNotHideOthers()
    {
        _meter.CreateObservableGauge("test.broken", Broken);
        _meter.CreateObservableGauge("test.whole", static () => 1L);

        Assert.Equal(1, (await ReadAsync())["test_whole"].Value());
    }

    [Fact]
    public async Task Write_MeterOfAnotherHost_IsNotShown()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create(SchedulerMeter.Name).CreateCounter<long>("test.other").Add(1);

        Assert.DoesNotContain("test_other_total", (await ReadAsync()).Keys);
    }

    [Fact]
    public void Take_TagsThatAreKnown_AllocatesNothing()
    {
        var counter = _meter.CreateCounter<long>("test.hot");
        var histogram = _meter.CreateHistogram<double>("test.hot.duration", "s");
        Use(counter, histogram, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Use(counter, histogram, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long Broken() => throw new InvalidOperationException("broken");

    private static void Use(Counter<long> counter, Histogram<double> histogram, int times)
    {
        for (var i = 0; i < times; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("from", "Queued"), new("to", "Admitted"));
            histogram.Record(i, new KeyValuePair<string, object?>("stage", "queue"));
        }
    }

    private async Task<Dictionary<string, ReadFamily>> ReadAsync(bool openMetrics = false) => ExpositionReader.Read(
        await _reader.WriteAsync(openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus, TestContext.Current.CancellationToken), openMetrics);
}
