namespace Muster.Silo;

/// <summary>Probes, in plain text: <c>ok</c>, or 503 and which check failed. No credentials: they say nothing about jobs.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", static () => Answer(null)).IsPublic();
        app.MapGet("/healthz/startup", static (Health health) => Answer(health.Startup())).IsPublic();
        foreach (var path in (string[])["/healthz", "/healthz/ready"])
            app.MapGet(path, static async (Health health, CancellationToken cancellationToken) => Answer(await health.ReadyAsync(cancellationToken))).IsPublic();
    }

    private static IResult Answer(string? trouble) => trouble is null
        ? Results.Text("ok\n")
        : Results.Text(trouble + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
