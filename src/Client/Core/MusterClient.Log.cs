using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    [LoggerMessage(1, LogLevel.Debug, "Submitting {Job} with the token {Token}")]
    private static partial void LogSubmitting(ILogger logger, JobId job, string token);

    [LoggerMessage(2, LogLevel.Information, "Submitted {Job} with the token {Token}; new: {Created}")]
    private static partial void LogSubmitted(ILogger logger, JobId job, string token, bool created);
}
