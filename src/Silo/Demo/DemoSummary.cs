using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;
using Spectre.Console;

namespace Muster.Silo;

/// <summary>The demo's end: a table of what became of the jobs, and a check against what the clusters recorded.</summary>
internal static class DemoSummary
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Job> jobs, ImmutableArray<JobChange> changes)
    {
        var table = new Table().RoundedBorder().AddColumns("JOB", "QUEUE", "PODS", "STATE", "RUNS", "CLUSTERS", "WAITED", "RAN");
        foreach (var job in jobs)
        {
            var status = job.Status!;
            var clusters = changes.Where(c => c.Job == job.Id && c.To == JobState.Committed).Select(static c => c.Cluster ?? "?");
            table.AddRow(
                job.Metadata.Name, job.Spec.Queue, Text(job.Spec.PodSets.Sum(static p => p.Count)),
                status.State == JobState.Succeeded ? "[green]Succeeded[/]" : $"[red]{status.State}[/]",
                Text(status.Runs), string.Join(" -> ", clusters),
                Seconds(status.StartedAt - status.SubmittedAt), Seconds(status.FinishedAt - status.StartedAt));
        }
        console.Write(table);
    }

    /// <summary>Everything that did not go as it should.</summary>
    public static IReadOnlyList<string> Findings(IReadOnlyList<Job> jobs, SimulatedFleet fleet, JobId training)
    {
        var runs = fleet.ReadRuns();
        var eager = jobs.Where(static j => j.Spec.Failover.Policy == FailoverPolicy.Eager).Select(static j => j.Id).ToHashSet();
        return
        [
            .. jobs.Where(static j => j.Status!.State != JobState.Succeeded).Select(static j => $"{j.Id} is {j.Status!.State}: {j.Status.Reason?.Message}"),
            .. jobs.Where(j => j.Id == training && j.Status!.Runs < 2).Select(static j => $"{j.Id} did not fail over"),
            .. RunLedger.NeverTwice(runs, eager),
            .. RunLedger.NeverPartial(runs, TimeSpan.FromSeconds(5), DateTimeOffset.UtcNow),
            .. RunLedger.PhysicalFit(runs, fleet.Machines()),
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan? time) =>
        time is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.0}s") : "-";
}
