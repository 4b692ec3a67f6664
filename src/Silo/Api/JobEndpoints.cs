using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Jobs: submit, read, list, cancel, suspend, resume, delete, explain. Reads come from the ledger, which is the truth.</summary>
internal static class JobEndpoints
{
    public const string TokenHeader = "Idempotency-Key";

    public static void MapJobs(this RouteGroupBuilder v1)
    {
        v1.MapPost("/jobs", Submit).Requires(Permission.SubmitJobs);
        v1.MapBatch().Requires(Permission.SubmitJobs);
        v1.MapGet("/jobs", List).Requires(Permission.ReadJobs);
        v1.MapGet("/namespaces/{ns}/jobs/{name}", Get).Requires(Permission.ReadJobs);
        v1.MapDelete("/namespaces/{ns}/jobs/{name}", Delete).Requires(Permission.ManageJobs);
        v1.MapPost("/namespaces/{ns}/jobs/{name}/cancel", Cancel).Requires(Permission.ManageJobs);
        v1.MapPost("/namespaces/{ns}/jobs/{name}/suspend", Suspend).Requires(Permission.ManageJobs);
        v1.MapPost("/namespaces/{ns}/jobs/{name}/resume", Resume).Requires(Permission.ManageJobs);
        v1.MapGet("/namespaces/{ns}/jobs/{name}/explanation", Explain).Requires(Permission.ReadJobs);
    }

    private static async Task<IResult> Submit(HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger, bool? dryRun)
    {
        var job = await RequestBody.ReadAsync<Job>(context);
        audit.Object = $"{job.Id} in queue {job.Spec?.Queue}";
        await caller.DemandSubmitAsync(ledger, job, context.RequestAborted);
        var id = SentJob.IdOf(job);
        var request = new SubmitRequest(job, Token(context, dryRun == true), context.TraceParent());
        var grain = grains.GetGrain<IJobGrain>(id.ToString());
        if (dryRun == true)
            return Results.Json(await grain.Check(request), AnswerJson.Muster.Job);
        var result = await grain.Submit(request);
        return Versions.Tagged(context, result.Job, result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    // A dry run records nothing, so that sending it again is safe without.
    private static string Token(HttpContext context, bool dryRun)
    {
        var token = context.Request.Headers[TokenHeader].ToString();
        if (token.Length > 0)
            return token;
        return dryRun ? "dry-run" : throw new InvalidRequestException(TokenHeader, "the header is missing",
            "send a value of your own choice, for example a UUID: sending the same request again is safe then");
    }

    private static async Task<IResult> Get(string ns, string name, HttpContext context, Caller caller, ILedger ledger)
    {
        var job = (await caller.ReadJobAsync(ledger, Id(ns, name), context.RequestAborted)).ToJob();
        return Versions.IsKnown(context, job) ? Results.StatusCode(StatusCodes.Status304NotModified) : Versions.Tagged(context, job);
    }

    private static async Task<IResult> List(
        HttpContext context, Caller caller, ILedger ledger, [AsParameters] JobListParameters parameters)
    {
        if (JobScope.Narrow(parameters.ToQuery(), caller) is not { } query)
            return Results.Json(new JobPage([], null), AnswerJson.Api.JobPage);
        var (jobs, next) = await ledger.ListJobsAsync(query, context.RequestAborted);
        return Results.Json(new JobPage([.. jobs.Where(caller.Sees).Select(static j => j.ToJob())], next), AnswerJson.Api.JobPage);
    }

    // A wish of its owner, bound to the version that they saw if they say which.
    private static async Task<IResult> Ask(
        string ns, string name, HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger, Func<IJobGrain, long?, Task<Job>> wish)
    {
        var job = await caller.ManageJobAsync(ledger, Id(ns, name), Versions.Wanted(context), (before, version) =>
        {
            audit.Before = $"{before.State}";
            return wish(Grain(grains, ns, name), version);
        }, context.RequestAborted);
        return Versions.Tagged(context, job);
    }

    private static Task<IResult> Cancel(string ns, string name, HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger) =>
        Ask(ns, name, context, caller, audit, grains, ledger, static (job, version) => job.Cancel(version));

    private static Task<IResult> Suspend(string ns, string name, HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger) =>
        Ask(ns, name, context, caller, audit, grains, ledger, static (job, version) => job.Suspend(version));

    private static Task<IResult> Resume(string ns, string name, HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger) =>
        Ask(ns, name, context, caller, audit, grains, ledger, static (job, version) => job.Resume(version));

    private static async Task<IResult> Delete(string ns, string name, HttpContext context, Caller caller, AuditNote audit, IGrainFactory grains, ILedger ledger)
    {
        return await caller.ManageJobAsync(ledger, Id(ns, name), Versions.Wanted(context), async (before, version) =>
        {
            audit.Before = $"{before.State}";
            await Grain(grains, ns, name).Delete(version);
            return Results.NoContent();
        }, context.RequestAborted);
    }

    private static async Task<IResult> Explain(string ns, string name, Caller caller, IGrainFactory grains, ILedger ledger, CancellationToken cancellationToken)
    {
        await caller.ReadJobAsync(ledger, Id(ns, name), cancellationToken);
        return Results.Json(await Grain(grains, ns, name).Explain(), AnswerJson.Muster.Explanation);
    }

    private static IJobGrain Grain(IGrainFactory grains, string ns, string name) => grains.GetGrain<IJobGrain>(Id(ns, name).ToString());

    private static JobId Id(string ns, string name) => JobId.Parse($"{ns}/{name}");
}
