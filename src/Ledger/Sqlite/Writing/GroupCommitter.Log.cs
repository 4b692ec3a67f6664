using Microsoft.Extensions.Logging;

namespace Muster.Ledger;

internal sealed partial class GroupCommitter
{
    [LoggerMessage(101, LogLevel.Error, "The ledger {Path} cannot be written. Nothing is accepted until it can.")]
    private static partial void LogFailing(ILogger logger, string path, Exception cause);

    [LoggerMessage(102, LogLevel.Information, "The ledger {Path} can be written again.")]
    private static partial void LogRecovered(ILogger logger, string path);

    [LoggerMessage(103, LogLevel.Critical, "The ledger {Path} is damaged. Nothing more is written to it; restore it from a backup.")]
    private static partial void LogCorrupt(ILogger logger, string path, Exception cause);

    [LoggerMessage(104, LogLevel.Warning, "An operation was refused by the ledger.")]
    private static partial void LogRefused(ILogger logger, Exception cause);
}
