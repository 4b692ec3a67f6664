using System.Text;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>What a job's pods wrote, as plain text.</summary>
internal static class LogEndpoint
{
    private const int MaxTail = 100_000;

    // A pod that says nothing yet: the answer begins all the same, so that whoever follows knows that it is there.
    private static readonly TimeSpan Hush = TimeSpan.FromSeconds(1);

    public static void MapLogs(this RouteGroupBuilder v1) =>
        v1.MapGet("/namespaces/{ns}/jobs/{name}/logs", Read).Requires(Permission.ReadJobs).Streams();

    private static async Task Read(string ns, string name, HttpContext context, Caller caller, string? pod, int? tailLines, bool? follow)
    {
        var services = context.RequestServices;
        var id = JobId.Parse($"{ns}/{name}");
        if (tailLines is < 0 or > MaxTail)
            throw new InvalidRequestException("tailLines", $"{tailLines} is out of range", $"send 0 to {MaxTail}");
        var job = await caller.ReadJobAsync(services.GetRequiredService<ILedger>(), id, context.RequestAborted);
        var pods = JobPods.Select(job, pod);
        var cluster = services.GetRequiredService<IClusterGateways>().Get(job.Placement!.Cluster);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var merge = new LogMerge(cluster, id, job.Attempt, pods, new LogQuery(tailLines, follow == true));
        var reading = merge.RunAsync(over.Token);
        try
        {
            await Write(context.Response, merge, services.GetRequiredService<TimeProvider>(), over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader has gone, or the silo stops.
        }
        finally
        {
            await over.CancelAsync();
            await reading;
        }
    }

    private static async Task Write(HttpResponse response, LogMerge merge, TimeProvider time, CancellationToken over)
    {
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        var first = merge.Lines.WaitToReadAsync(over).AsTask();
        try
        {
            // Errors that come at once are answered as such.
            await first.WaitAsync(Hush, time, over);
        }
        catch (TimeoutException)
        {
            await response.Body.FlushAsync(over);
        }
        for (var more = await first; more; more = await merge.Lines.WaitToReadAsync(over))
        {
            while (merge.Lines.TryRead(out var line))
            {
                Encoding.UTF8.GetBytes(line, response.BodyWriter);
                Encoding.UTF8.GetBytes("\n", response.BodyWriter);
                if (response.BodyWriter.UnflushedBytes > 64 * 1024)
                    await response.BodyWriter.FlushAsync(over);
            }
            await response.BodyWriter.FlushAsync(over);
        }
    }
}
