using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>
/// Calls that have begun when the silo is told to stop are answered first: meanwhile it goes on listening, is not ready, and says
/// that it lives. Then the server closes its doors, and what is still under way has until the host's own bound.
/// </summary>
internal sealed partial class Drain(
    IOptions<SiloSettings> settings, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private int _underWay;

    /// <summary>Counts a call while it lasts. Probes do not count: they come for as long as there is somebody to answer.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/healthz"))
        {
            await next(context);
            return;
        }
        Interlocked.Increment(ref _underWay);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Waits for the calls that are under way, at the longest for the time that is set.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Not ready from here on, and streams end, whoever stops the host.
        lifetime.StopApplication();
        var (begin, bound) = (time.GetTimestamp(), settings.Value.Limits.DrainTimeout);
        try
        {
            using var timer = new PeriodicTimer(LookAgain, time);
            while (Volatile.Read(ref _underWay) > 0 && time.GetElapsedTime(begin) < bound)
                await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's own bound comes first.
        }
        if (Volatile.Read(ref _underWay) is > 0 and var left)
            LogLeft(logger, left, time.GetElapsedTime(begin));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "The silo stops, and {Count} calls have not been answered in {Time}; new ones are not taken any more")]
    private static partial void LogLeft(ILogger logger, int count, TimeSpan time);
}
