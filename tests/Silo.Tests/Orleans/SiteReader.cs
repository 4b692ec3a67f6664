using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo.Tests;

/// <summary>Reads all that is seen of a run that is over.</summary>
internal sealed class SiteReader(Site site)
{
    private const int MaxResubmissions = 30;

    // What a tombstone waits for, and others' pods of the machine that runs the test.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(120);

    public async Task<FinishedRun> ReadAsync()
    {
        var accepted = site.Load.Accepted;
        var remains = await RemainsAsync();
        var resubmissions = new List<Resubmission>();
        foreach (var each in accepted.Where((_, i) => i % Math.Max(1, accepted.Length / MaxResubmissions) == 0))
            resubmissions.Add(await site.AskAsync(silo => site.Load.ResubmitAsync(silo, each)));
        var runs = site.Nodes.ReadRuns();
        var (audit, breaks) = ReadAudit();
        return new FinishedRun
        {
            Accepted = accepted,
            Jobs = await site.AskAsync(GangLoad.FindAsync),
            Resubmissions = [.. resubmissions],
            Changes = await ReadChangesAsync(),
            Runs = [.. runs.Where(static r => r.Job.Name != ForeignObjects.OtherJob)],
            ForeignRuns = [.. site.Nodes.ReadForeignRuns(), .. runs.Where(static r => r.Job.Name == ForeignObjects.OtherJob)],
            Machines = site.Nodes.Machines(),
            Quotas = ImmutableDictionary<string, ResourceVector>.Empty.Add(Site.NarrowQueue, Site.NarrowQuota),
            Charges = accepted.ToImmutableDictionary(static a => a.Job, static _ => GangLoad.Charge),
            Sizes = accepted.ToImmutableDictionary(static a => a.Job, static _ => GangLoad.Pods),
            Remains = remains,
            Touched = [.. await site.Foreign.ChangedAsync()],
            Audit = audit,
            AuditBreaks = breaks,
            At = TimeProvider.System.GetUtcNow(),
        };
    }

    /// <summary>The event log, from its beginning.</summary>
    public async Task<ImmutableArray<JobChange>> ReadChangesAsync()
    {
        var changes = ImmutableArray.CreateBuilder<JobChange>();
        for (long after = 0; ;)
        {
            var from = after;
            var page = (await site.AskAsync(silo => site.Load.Http.GetFromJsonAsync(
                new Uri(silo.Address, $"v1/events?after={from}&limit=1000"), ApiJson.Default.ChangePage, TestContext.Current.CancellationToken)))!;
            changes.AddRange(page.Items);
            after = page.Next ?? page.End;
            if (after >= page.End)
                return changes.ToImmutable();
        }
    }

    /// <summary>What there is still when nothing has changed for long.</summary>
    public async Task<ImmutableArray<string>> RemainsAsync()
    {
        ImmutableArray<string> remains = [];
        try
        {
            await Poll.UntilAsync(async () => (remains = [.. await ObjectsAsync(), .. await PlacesAsync(), .. await site.AskAsync(ChargesAsync)]).IsEmpty ? null : "something is left", Quiet);
        }
        catch (TimeoutException)
        {
            // The checker names it.
        }
        return remains;
    }

    private async Task<IEnumerable<string>> ObjectsAsync()
    {
        var found = new List<string>();
        foreach (var path in (string[])["api/v1/pods", "api/v1/configmaps", "api/v1/services", "apis/coordination.k8s.io/v1/leases"])
        {
            var list = await site.Plane.AdminClient.GetFromJsonAsync<JsonNode>(
                new Uri($"{path}?labelSelector=muster.dev%2Forigin%3Dmuster,muster.dev%2Fjob", UriKind.Relative), TestContext.Current.CancellationToken);
            found.AddRange(list!["items"]!.AsArray().Select(i =>
                $"in the cluster: {path} {i!["metadata"]!["name"]} {i["spec"]?["nodeName"]} {i["status"]?["phase"]} {i["metadata"]!["deletionTimestamp"]}".TrimEnd()));
        }
        return found;
    }

    private async Task<IEnumerable<string>> PlacesAsync()
    {
        await using var ledger = RedisLedger.Open(new RedisLedgerOptions { Configuration = site.Redis.Endpoint }, TimeProvider.System, NullLogger<RedisLedger>.Instance);
        return [.. (await ledger.ListPlacedAsync(new ClusterName(Site.Cluster))).Select(static p => $"in the ledger: places of {p.Job}, attempt {p.Attempt}, {p.State}")];
    }

    private static async Task<IEnumerable<string>> ChargesAsync(SiloProcess silo)
    {
        using var client = silo.Client();
        var queues = await client.ListQueuesAsync(TestContext.Current.CancellationToken);
        var nodes = new List<NodeSnapshot>();
        await foreach (var node in client.ListNodesAsync(Site.Cluster, cancellationToken: TestContext.Current.CancellationToken))
            nodes.Add(node);
        return
        [
            .. queues.Where(static q => q.Admitted > 0 || q.Usage.Any(static u => !u.Resources.IsEmpty)).Select(static q => $"queue {q.Spec.Name} is charged for {q.Admitted} jobs"),
            .. nodes.Where(static n => !n.Used.IsEmpty).Select(static n => $"node {n.Node.Name} holds {n.Used}"),
        ];
    }

    private (ImmutableArray<AuditRecord> Records, ImmutableArray<string> Breaks) ReadAudit()
    {
        var (records, breaks) = (ImmutableArray.CreateBuilder<AuditRecord>(), ImmutableArray.CreateBuilder<string>());
        foreach (var directory in site.Silos.Directories)
        {
            var verifier = new AuditVerifier();
            foreach (var path in AuditFile.All(Path.Combine(directory, "audit")))
            {
                if (verifier.Read(path) is { } broken)
                    breaks.Add(broken);
                records.AddRange(ReadLines(path).Select(static l => JsonSerializer.Deserialize(l, AuditJson.Default.AuditRecord)!));
            }
        }
        return (records.ToImmutable(), breaks.ToImmutable());
    }

    // A last line without its end was never answered.
    private static string[] ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
