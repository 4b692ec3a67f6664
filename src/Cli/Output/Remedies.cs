using Muster.Contracts;

namespace Muster.Cli;

/// <summary>What can be done about a reason, as a command that can be copied.</summary>
internal static class Remedies
{
    public static string Of(Reason? reason, JobId job) => reason?.Remedy.Replace(" NAME", $" {job}", StringComparison.Ordinal) ?? "";
}
