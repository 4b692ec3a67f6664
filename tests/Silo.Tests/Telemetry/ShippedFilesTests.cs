using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Grains;

namespace Muster.Silo.Tests;

/// <summary>What is shipped for monitoring speaks of metrics that there are.</summary>
public sealed partial class ShippedFilesTests(ApiSilo silo)
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Instruments_OfTheMeters_AreInTheDocument()
    {
        var documented = DocumentRow().Matches(Read("docs/telemetry.md")).Select(static m => m.Groups[1].Value).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(Published().Select(static i => i.Name).Distinct().Order(StringComparer.Ordinal), documented);
    }

    [Theory]
    [InlineData("deploy/observability/alerts.yaml")]
    [InlineData("deploy/observability/grafana-dashboard.json")]
    public void MetricNames_InShippedFiles_AreThoseOfInstruments(string path)
    {
        var known = Published().SelectMany(static i => Names(new MetricFamily(i, 1))).ToHashSet(StringComparer.Ordinal);
        var used = MetricName().Matches(Read(path)).Select(static m => m.Value).Distinct().ToArray();

        Assert.True(used.Length >= 8);
        Assert.Empty(used.Except(known));
    }

    [Fact]
    public void Alerts_Runbooks_AreSectionsThatThereAre()
    {
        var headings = Read("docs/operations.md").Split('\n').Where(static l => l.StartsWith("##", StringComparison.Ordinal))
            .Select(static l => NotInAnchors().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet(StringComparer.Ordinal);
        var runbooks = Runbook().Matches(Read("deploy/observability/alerts.yaml")).Select(static m => m.Groups[1].Value).ToArray();

        Assert.NotEmpty(runbooks);
        Assert.Empty(runbooks.Except(headings));
    }

    [Fact]
    public void Dashboard_IsJsonWithPanels()
    {
        using var dashboard = JsonDocument.Parse(Read("deploy/observability/grafana-dashboard.json"));
        Assert.True(dashboard.RootElement.GetProperty("panels").GetArrayLength() > 20);
    }

    // Those of the silo that runs.
    private List<Instrument> Published()
    {
        Assert.NotNull(silo.Http);
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == SchedulerMeter.Name && instrument.Name.StartsWith("muster.", StringComparison.Ordinal))
                    instruments.Add(instrument);
            },
        };
        listener.Start();
        return instruments;
    }

    private static IEnumerable<string> Names(MetricFamily family) => family.Kind switch
    {
        MetricKind.Counter => [family.Name + "_total"],
        MetricKind.Histogram => [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"],
        _ => [family.Name],
    };

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }

    [GeneratedRegex(@"^\| `(muster\.[a-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentRow();

    [GeneratedRegex(@"\bmuster_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"docs/operations\.md#([a-z0-9-]+)")]
    private static partial Regex Runbook();

    [GeneratedRegex(@"[^a-z0-9 -]")]
    private static partial Regex NotInAnchors();
}
