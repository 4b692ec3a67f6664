namespace Muster.Silo;

/// <summary>The caller of the request at hand.</summary>
internal static class CallerContext
{
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException($"{context.Request.Path} was reached without a caller: is it mapped with Requires?");
}
