using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>How fast callers may ask, each for itself, and how long an answer may take.</summary>
internal sealed class RequestLimits(IOptions<SiloSettings> settings) : IConfigureOptions<RateLimiterOptions>, IConfigureOptions<RequestTimeoutOptions>
{
    // Everybody who has no good credential shares one small bucket: guessing is slow, and takes nothing from others.
    private const int FailuresPerSecond = 20;
    private const int FailureBurst = 100;
    private const int Steps = 10;

    public void Configure(RequestTimeoutOptions options) => options.DefaultPolicy = new()
    {
        Timeout = settings.Value.Limits.RequestTimeout,
        WriteTimeoutResponse = static context => ProblemMiddleware.AnswerAsync(context, new Problem
        {
            Status = StatusCodes.Status503ServiceUnavailable, Title = "Service Unavailable", Code = "OutcomeUnknown",
            Detail = "The request was not read and answered in time, and the outcome is unknown. Send the same request with the same Idempotency-Key again.",
        }),
    };

    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        options.OnRejected = static (context, _) => throw new OverloadedException(context.HttpContext.Features.Get<Caller>() is { } caller
            ? $"'{caller.Name}' sends more requests than it may. Wait a second; send jobs in batches, and watch instead of asking again and again."
            : "Too many requests come without a good credential. Wait a second, and send one.");
    }

    private RateLimitPartition<string> Partition(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return RateLimitPartition.GetNoLimiter("probe");
        var limits = settings.Value.Limits;
        return context.Features.Get<Caller>() is { } caller
            ? Bucket($"caller {caller.Name}", limits.RequestsPerSecond, limits.Burst)
            : Bucket("nobody", FailuresPerSecond, FailureBurst);
    }

    private static RateLimitPartition<string> Bucket(string name, int perSecond, int burst) => RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = burst,
        TokensPerPeriod = Math.Max(1, perSecond / Steps),
        ReplenishmentPeriod = perSecond >= Steps ? TimeSpan.FromSeconds(1.0 / Steps) : TimeSpan.FromSeconds(1.0 / perSecond),
        QueueLimit = 0,
    });
}
