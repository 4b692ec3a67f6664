using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Says an error of the API to somebody at a command line, whose way out is a command rather than a request.</summary>
internal static class ErrorText
{
    public static string Of(Exception error) => error switch
    {
        NodeNotFoundException => $"{What(error)} List nodes with: muster get nodes",
        UnauthenticatedException => $"{What(error)} Give a token with MUSTER_TOKEN, with --token-file, or in a context: muster config set-context NAME --token-file FILE",
        ClusterCheckFailedException => $"{error.Message.Replace("With force", "With --force", StringComparison.Ordinal)}",
        ForbiddenException => $"{What(error)} What you may do: muster whoami",
        _ => error.Message,
    };

    // The first sentence says what is wrong; what follows is for those who write requests.
    private static string What(Exception error) =>
        error.Message.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? error.Message[..(end + 1)] : error.Message.TrimEnd('.') + ".";
}
