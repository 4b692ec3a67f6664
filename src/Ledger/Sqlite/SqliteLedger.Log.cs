using Microsoft.Extensions.Logging;

namespace Muster.Ledger;

public sealed partial class SqliteLedger
{
    [LoggerMessage(110, LogLevel.Information, "The ledger {Path} is open: store {Incarnation}.")]
    private static partial void LogOpened(ILogger logger, string path, Guid incarnation);

    [LoggerMessage(111, LogLevel.Information, "The ledger {Path} is closed after {Transactions} transactions of {Operations} operations.")]
    private static partial void LogClosed(ILogger logger, string path, long transactions, long operations);
}
