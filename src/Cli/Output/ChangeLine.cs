using System.Globalization;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>An entry of the event log as a line.</summary>
internal static class ChangeLine
{
    public static string Of(JobChange change, bool withJob)
    {
        var line = change.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (withJob)
            line += $"  {change.Job}";
        line += $"  {(change.From is { } from && from != change.To ? $"{from} -> " : "")}{change.To}";
        if (change.Cluster is { } cluster)
            line += $" on {cluster}";
        return change.Reason is { } reason ? $"{line}  {reason.Code}: {reason.Message}" : line;
    }
}
