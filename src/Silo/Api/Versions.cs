using System.Globalization;
using Microsoft.Net.Http.Headers;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>A job's version as the entity tag of its answers, and as the condition of changes.</summary>
internal static class Versions
{
    /// <summary>The job, with its tag.</summary>
    public static IResult Tagged(HttpContext context, Job job, int status = StatusCodes.Status200OK)
    {
        if (job.Status is { } known)
            context.Response.Headers.ETag = Tag(known);
        return Results.Json(job, AnswerJson.Muster.Job, statusCode: status);
    }

    /// <summary>True when <c>If-None-Match</c> names what the job is still; the tag of the answer is set then.</summary>
    public static bool IsKnown(HttpContext context, Job job)
    {
        var tag = Tag(job.Status!);
        var known = context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Tag == tag || t.Tag == "*");
        if (known)
            context.Response.Headers.ETag = tag;
        return known;
    }

    /// <summary>The version that <c>If-Match</c> asks for; null for any.</summary>
    /// <exception cref="InvalidRequestException">It is no tag that the API gives.</exception>
    public static long? Wanted(HttpContext context)
    {
        var text = context.Request.Headers.IfMatch.ToString();
        if (text.Length == 0 || text == "*")
            return null;
        return EntityTagHeaderValue.TryParse(text, out var tag) && !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InvalidRequestException("If-Match", $"'{Names.Clip(text)}' is no version", "send the ETag of an answer as it was, for example \"7\", or leave the header out");
    }

    private static string Tag(JobStatus status) => string.Create(CultureInfo.InvariantCulture, $"\"{status.Version}\"");
}
