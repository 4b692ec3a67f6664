using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Client;
using Muster.Contracts;

/// <summary>Submits the run of the day once, however often the service starts, and waits for its end.</summary>
internal sealed partial class NightlyRun(IMusterClient muster, IHostApplicationLifetime lifetime, ILogger<NightlyRun> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var name = "nightly-" + DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        try
        {
            // The same token and the same job are accepted once.
            var job = await muster.SubmitAsync(Run(name), new SubmitOptions { Token = name }, stoppingToken);
            var ended = await job.WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromHours(2) }, stoppingToken);
            LogEnded(logger, job.Id, ended.Status!.State);
        }
        catch (OutcomeUnknownException error)
        {
            LogUnknown(logger, error.Token);
        }
        catch (MusterException error)
        {
            LogFailed(logger, error.Code, error.Message);
        }
        lifetime.StopApplication();
    }

    private static Job Run(string name) => JobBuilder.Create(name)
        .WithPodSet("main", 1, pod => pod.Image("busybox:1.36").Command("echo", "done").Cpu("500m").Annotation("simulation.muster.dev/duration", "200ms"))
        .WithRetries(2)
        .Build();

    [LoggerMessage(1, LogLevel.Information, "{Job} ended: {State}")]
    private static partial void LogEnded(ILogger logger, JobId job, JobState state);

    [LoggerMessage(2, LogLevel.Warning, "It may have been submitted; the next start asks again with the token {Token}")]
    private static partial void LogUnknown(ILogger logger, string token);

    [LoggerMessage(3, LogLevel.Error, "{Code}: {Problem}")]
    private static partial void LogFailed(ILogger logger, string code, string problem);
}
