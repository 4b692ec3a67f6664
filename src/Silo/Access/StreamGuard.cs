namespace Muster.Silo;

/// <summary>Ends a stream when its caller's token is worthless.</summary>
internal sealed class StreamGuard(RequestDelegate next)
{
    /// <summary>Metadata of an endpoint that streams.</summary>
    public static readonly object Mark = new StreamMark();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<StreamMark>() is null || context.Features.Get<Caller>() is not { TokenId: not null } caller)
        {
            await next(context);
            return;
        }
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, caller.Ended);
        context.RequestAborted = both.Token;
        await next(context);
    }

    private sealed class StreamMark;
}
