using Microsoft.Extensions.Logging;

namespace Muster.Silo;

/// <content>Log messages.</content>
public sealed partial class SimulatedCluster
{
    [LoggerMessage(7101, LogLevel.Error, "Simulated cluster {Cluster} cannot write its file; trying again.")]
    private static partial void LogStorageFailed(ILogger logger, string cluster, Exception exception);
}
