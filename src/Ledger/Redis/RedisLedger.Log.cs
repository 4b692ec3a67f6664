using Microsoft.Extensions.Logging;

namespace Muster.Ledger;

public sealed partial class RedisLedger
{
    [LoggerMessage(120, LogLevel.Information, "The ledger {Prefix} on Redis is open: store {Incarnation} at write {Counter}.")]
    private static partial void LogOpened(ILogger logger, string prefix, Guid incarnation, long counter);

    [LoggerMessage(121, LogLevel.Information, "The ledger {Prefix} on Redis is closed after {Operations} operations.")]
    private static partial void LogClosed(ILogger logger, string prefix, long operations);

    [LoggerMessage(124, LogLevel.Warning, "Production is false: this Redis may lose what the ledger was told.")]
    private static partial void LogUnchecked(ILogger logger);
}
