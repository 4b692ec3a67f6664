using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Muster.Contracts;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>Says of every error what is answered: status, stable code, field and remedy.</summary>
internal static class ApiFaults
{
    /// <summary>The answer to an error that is not the silo's own fault; null for a defect.</summary>
    public static Problem? Explain(Exception error) => error switch
    {
        MusterException known => Problem.Of(known),
        JsonException json => Problem.Of(JsonFaults.Read(json)),
        _ when IsUnknownOutcome(error) => new Problem
        {
            Status = 503, Title = Title(503), Code = "OutcomeUnknown",
            Detail = "The answer did not come in time, and the outcome is unknown. Send the same request with the same Idempotency-Key again.",
        },
        _ => null,
    };

    /// <summary>The answer to a request that the server could not read.</summary>
    public static Problem Explain(BadHttpRequestException bad, HttpContext context) => QueryFaults.Read(bad) is { } fault ? Problem.Of(fault) : new()
    {
        Status = bad.StatusCode, Title = Title(bad.StatusCode), Code = "Invalid", Detail = bad.StatusCode switch
        {
            408 => "The body came too slowly, and was not waited for. Send the same request with the same Idempotency-Key again, over a better connection.",
            413 => $"The body is larger than {context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? ApiLimits.MaxBodyBytes} bytes. Send fewer or smaller jobs.",
            400 => "The request cannot be read. 'after' and 'limit' are whole numbers; a body is JSON.",
            _ => bad.Message,
        },
    };

    /// <summary>The answer to a defect, of which the log tells more.</summary>
    public static Problem Defect() => new()
    {
        Status = 500, Title = Title(500), Code = "Internal", Detail = "Something went wrong that should not have; the silo's log says what.",
    };

    /// <summary>True when it may have happened, and may not.</summary>
    public static bool IsUnknownOutcome(Exception error) => error is TimeoutException or SiloUnavailableException or OrleansException;

    public static string Title(int status) => ReasonPhrases.GetReasonPhrase(status);
}
