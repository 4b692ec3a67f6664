using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Stands between what a handler did and its answer: that begins once the record has it.</summary>
internal sealed class AuditFilter(AuditTrail trail, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (context.HttpContext.Features.Get<AuditNote>() is not { } note)
            return result;
        if (result is IValueHttpResult { Value: Job { Status: { } status } job })
            note.After ??= $"{status.State} {job.Metadata.Uid}";
        await trail.WriteAsync(AuditMiddleware.Entries(context.HttpContext, note, (result as IStatusCodeHttpResult)?.StatusCode ?? 200, null, time.GetUtcNow()));
        note.IsWritten = true;
        return result;
    }
}
