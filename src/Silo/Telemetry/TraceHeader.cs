using System.Diagnostics;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>The trace that a request belongs to.</summary>
internal static class TraceHeader
{
    /// <summary>
    /// The request's own span where spans are recorded; otherwise what the caller sent, so that its trace goes on wherever
    /// spans are recorded later. Null for neither.
    /// </summary>
    public static string? TraceParent(this HttpContext context) =>
        Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span && span.Source.HasListeners()
            ? span.Id
            : JobSpans.Valid(context.Request.Headers.TraceParent);
}
