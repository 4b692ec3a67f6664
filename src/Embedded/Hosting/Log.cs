namespace Orleans.Embedded;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Silo {Name} ({Address}) runs on the embedded engine.")]
    public static partial void Started(ILogger logger, string name, SiloAddress address);

    [LoggerMessage(2, LogLevel.Information, "Silo {Name} has stopped.")]
    public static partial void Stopped(ILogger logger, string name);

    [LoggerMessage(3, LogLevel.Warning, "The grain {Grain} failed to activate.")]
    public static partial void ActivationFailed(ILogger logger, Exception error, GrainId grain);

    [LoggerMessage(4, LogLevel.Warning, "The grain {Grain} failed to deactivate.")]
    public static partial void DeactivationFailed(ILogger logger, Exception error, GrainId grain);

    [LoggerMessage(5, LogLevel.Warning, "{Call} of {Grain} failed, and nobody waits for it.")]
    public static partial void Unheard(ILogger logger, Exception error, string call, GrainId grain);

    [LoggerMessage(6, LogLevel.Warning, "The reminder {Reminder} of {Grain} failed.")]
    public static partial void ReminderFailed(ILogger logger, Exception error, string reminder, GrainId grain);
}
