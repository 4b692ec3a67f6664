using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Many submissions in one request. Together they fill the ledger's transactions; each has an outcome of its own.</summary>
internal static partial class BatchEndpoint
{
    // Enough for the ledger's group commit, few enough that other callers get their turn.
    private const int InFlight = 64;

    public static RouteHandlerBuilder MapBatch(this RouteGroupBuilder v1) =>
        v1.MapPost("/jobs:batch", SubmitAll).WithMetadata(new RequestSizeLimitAttribute(JobBatch.MaxBytes));

    private static async Task<IResult> SubmitAll(HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger, ILoggerFactory loggers)
    {
        var items = (await RequestBody.ReadAsync<JobBatch>(context)).Items;
        if (items.Length is 0 or > JobBatch.MaxItems)
            throw new InvalidRequestException("items", $"there are {items.Length} of them", $"send 1 to {JobBatch.MaxItems} jobs");
        var outcomes = new JobBatchOutcome[items.Length];
        var logger = loggers.CreateLogger("Muster.Silo.Batch");
        var repeats = Repeats(items);
        var trace = context.TraceParent();
        await Parallel.ForAsync(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (i, _) =>
            outcomes[i] = repeats.TryGetValue(i, out var first) ? Repeat(i, first) : await Submit(items[i], caller, grains, ledger, trace, logger));
        foreach (var (item, outcome) in items.Zip(outcomes))
            audit.Add(new AuditItem($"{item.Job.Id} in queue {item.Job.Spec.Queue}", outcome.Status, outcome.Problem?.Code,
                After: outcome.Job is { Status: { } status } job ? $"{status.State} {job.Metadata.Uid}" : null));
        return Results.Json(new JobBatchResult([.. outcomes]), AnswerJson.Api.JobBatchResult);
    }

    private static async Task<JobBatchOutcome> Submit(JobBatchItem item, Caller caller, IGrainFactory grains, ILedger ledger, string? traceParent, ILogger logger)
    {
        try
        {
            await caller.DemandSubmitAsync(ledger, item.Job, CancellationToken.None);
            var id = SentJob.IdOf(item.Job);
            var result = await grains.GetGrain<IJobGrain>(id.ToString()).Submit(new SubmitRequest(item.Job, item.Token, traceParent));
            return new JobBatchOutcome { Status = result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, Job = result.Job };
        }
        // The others must have their answers: what became of them would be unknown else.
        catch (Exception error)
        {
            var known = ApiFaults.Explain(error);
            if (known is null || ApiFaults.IsUnknownOutcome(error))
                LogFailed(logger, error);
            return Refused(known ?? ApiFaults.Defect());
        }
    }

    // Items whose token an earlier one has, with that one.
    private static Dictionary<int, int> Repeats(ImmutableArray<JobBatchItem> items)
    {
        var (firsts, repeats) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<int, int>());
        for (var i = 0; i < items.Length; i++)
            if (!firsts.TryAdd(items[i].Token, i) && items[i].Token.Length > 0)
                repeats.Add(i, firsts[items[i].Token]);
        return repeats;
    }

    private static JobBatchOutcome Repeat(int item, int first) => Refused(Problem.Of(new InvalidRequestException(
        $"items[{item}].token", $"items[{first}] has the same token", "give each job of a batch a token of its own")));

    private static JobBatchOutcome Refused(Problem problem) => new() { Status = problem.Status, Problem = problem };

    [LoggerMessage(1, LogLevel.Error, "A job of a batch failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
