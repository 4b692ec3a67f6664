using Microsoft.Extensions.Logging;

namespace Muster.Grains;

/// <summary>
/// Runs one piece of work at a time on the activation's own scheduler, again whenever it was signalled meanwhile: how a
/// grain does long work without keeping its callers waiting, and how many signals become one run.
/// </summary>
internal sealed partial class Pump(string name, Func<Task> work, TimeSpan retryAfter, TimeProvider time, ILogger logger)
{
    private bool _running;
    private bool _again;
    private bool _stopped;

    /// <summary>Completes when the present run, if any, is over.</summary>
    public Task Current { get; private set; } = Task.CompletedTask;

    /// <summary>Asks for a run. To be called on the activation's scheduler.</summary>
    public void Signal()
    {
        _again = true;
        if (!_running && !_stopped)
            Current = RunAsync();
    }

    /// <summary>No further runs.</summary>
    public void Stop() => _stopped = true;

    private async Task RunAsync()
    {
        _running = true;
        // Leave the caller's turn first: what it does next belongs to it.
        await Task.Yield();
        while (_again && !_stopped)
        {
            _again = false;
            try
            {
                await work();
            }
            catch (Exception error)
            {
                // Whatever went wrong, the work is still to be done; the next run begins from the truth again.
                LogFailed(logger, error, name);
                _again = true;
                await Task.Delay(retryAfter, time);
            }
        }
        _running = false;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Pump} failed and will be tried again")]
    private static partial void LogFailed(ILogger logger, Exception error, string pump);
}
