namespace Muster.Silo;

/// <summary>
/// The description of the API, as it is in docs/reference/openapi.json. It is made when the tests run, which hold it to the
/// endpoints and the contract types, and not when the silo does: asking for it costs no more than the bytes.
/// </summary>
internal static class OpenApiEndpoint
{
    private const string Resource = "openapi.json";

    public static void MapOpenApi(this WebApplication app) => app.MapGet("/openapi/v1.json", static () =>
        Results.Stream(typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)!, "application/json")).RequiresCaller();
}
