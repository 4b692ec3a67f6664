using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Jobs: submit, read, list, cancel, delete, explain. Reads come from the ledger, which is the truth.</summary>
internal static class JobEndpoints
{
    public const string TokenHeader = "Idempotency-Key";

    public static void MapJobs(this RouteGroupBuilder v1)
    {
        v1.MapPost("/jobs", Submit);
        v1.MapGet("/jobs", List);
        v1.MapGet("/namespaces/{ns}/jobs/{name}", Get);
        v1.MapDelete("/namespaces/{ns}/jobs/{name}", Delete);
        v1.MapPost("/namespaces/{ns}/jobs/{name}/cancel", Cancel);
        v1.MapGet("/namespaces/{ns}/jobs/{name}/explanation", Explain);
    }

    private static async Task<IResult> Submit(HttpContext context, IGrainFactory grains)
    {
        if (!context.Request.HasJsonContentType())
            throw new InvalidRequestException("Content-Type", $"'{Names.Clip(context.Request.ContentType ?? "")}' is not JSON", "send a job as application/json");
        var job = await context.Request.ReadFromJsonAsync(OutsideJson.Request<Job>(), context.RequestAborted)
            ?? throw new InvalidRequestException("body", "it is empty", "send a job as JSON");
        var token = context.Request.Headers[TokenHeader].ToString();
        if (token.Length == 0)
            throw new InvalidRequestException(TokenHeader, "the header is missing",
                "send a value of your own choice, for example a UUID: sending the same request again is safe then");
        var id = JobId.Parse(job.Id.ToString());
        var result = await grains.GetGrain<IJobGrain>(id.ToString()).Submit(new SubmitRequest(job, token));
        return result.Created
            ? Results.Json(result.Job, MusterJson.Default.Job, statusCode: StatusCodes.Status201Created)
            : Results.Json(result.Job, MusterJson.Default.Job);
    }

    private static async Task<IResult> Get(string ns, string name, ILedger ledger, CancellationToken cancellationToken) =>
        Results.Json((await ledger.ReadJobAsync(Id(ns, name), cancellationToken) ?? throw new JobNotFoundException(Id(ns, name))).ToJob(), MusterJson.Default.Job);

    private static async Task<IResult> List(
        ILedger ledger, string? @namespace, string? queue, string? state, long? after, int? limit, CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            Namespace = @namespace, Queue = queue, States = States(state), AfterSeq = Math.Max(after ?? 0, 0),
            Limit = Math.Clamp(limit ?? JobQuery.MaxPage, 1, JobQuery.MaxPage),
        };
        var (jobs, next) = await ledger.ListJobsAsync(query, cancellationToken);
        var page = new JobPage([.. jobs.Select(static j => j.ToJob())], next);
        return Results.Json(page, ApiJson.Default.JobPage);
    }

    private static async Task<IResult> Cancel(string ns, string name, IGrainFactory grains) =>
        Results.Json(await Grain(grains, ns, name).Cancel(), MusterJson.Default.Job);

    private static async Task<IResult> Delete(string ns, string name, IGrainFactory grains)
    {
        await Grain(grains, ns, name).Delete();
        return Results.NoContent();
    }

    private static async Task<IResult> Explain(string ns, string name, IGrainFactory grains) =>
        Results.Json(await Grain(grains, ns, name).Explain(), MusterJson.Default.Explanation);

    private static ImmutableArray<JobState> States(string? text) => text is null ? [] : [.. text.Split(',').Select(State)];

    private static JobState State(string text) =>
        Enum.TryParse<JobState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : throw new InvalidRequestException("state", $"'{Names.Clip(text)}' is no state", $"use one or more of {string.Join(',', Enum.GetNames<JobState>())}");

    private static IJobGrain Grain(IGrainFactory grains, string ns, string name) => grains.GetGrain<IJobGrain>(Id(ns, name).ToString());

    private static JobId Id(string ns, string name) => JobId.Parse($"{ns}/{name}");
}
