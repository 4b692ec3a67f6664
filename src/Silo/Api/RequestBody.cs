using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Reads what was sent, strictly.</summary>
internal static class RequestBody
{
    /// <exception cref="InvalidRequestException">It is not JSON, or empty.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is not what is expected.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            throw new InvalidRequestException("Content-Type", $"'{Names.Clip(context.Request.ContentType ?? "")}' is not JSON", "send the body as application/json");
        return await context.Request.ReadFromJsonAsync(OutsideJson.Request<T>(), context.RequestAborted)
            ?? throw new InvalidRequestException("body", "it is empty", "see docs/reference/api.md for what it takes");
    }
}
