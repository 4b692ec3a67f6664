using Microsoft.Extensions.Logging;

namespace Muster.Kubernetes;

public sealed partial class ApiServer
{
    [LoggerMessage(801, LogLevel.Information, "The credential for {Server} was read anew, because the former one was not let in.")]
    private static partial void LogRenewed(ILogger logger, Uri server);

    [LoggerMessage(802, LogLevel.Debug, "The API server asks to wait: a {Method} is sent again after {Pause}.")]
    private static partial void LogThrottled(ILogger logger, HttpMethod method, TimeSpan pause);
}
