using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Recovery of the ledger from the clusters.</summary>
internal static class RecoveryEndpoints
{
    public static void MapRecovery(this RouteGroupBuilder v1)
    {
        v1.MapGet("/recovery", Read).Requires(Permission.ManageClusters);
        v1.MapPost("/recovery", Recover).Requires(Permission.ManageClusters);
    }

    private static async Task<IResult> Read(RecoveryDesk desk, CancellationToken cancellationToken) =>
        Results.Json(await desk.ReadAsync(cancellationToken), AnswerJson.Api.RecoveryReport);

    private static async Task<IResult> Recover(HttpContext context, AuditNote audit, RecoveryDesk desk, bool? dryRun, string? without)
    {
        audit.Object = "ledger";
        var names = (without ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        var report = dryRun == false ? await desk.BeginAsync(names, context.RequestAborted) : await desk.PlanAsync(names, context.RequestAborted);
        audit.After = $"recovery {report.State}{(names.Count > 0 ? $" without {Names.Clip(string.Join(',', names))}" : "")}";
        return Results.Json(report, AnswerJson.Api.RecoveryReport, statusCode: report.State == RecoveryState.Running ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }
}
