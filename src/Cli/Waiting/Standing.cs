using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Where a job stands, in a few words.</summary>
internal static class Standing
{
    public static string Of(Job job, DateTimeOffset now, Explanation? explanation = null)
    {
        var status = job.Status ?? new JobStatus();
        var text = status.State.ToString();
        if (status.Cluster is { } cluster)
            text += $" on {cluster}";
        if (status.Since != default)
            text += $" for {Age.Of(status.Since, now)}";
        if (explanation is { Position: > 0 } place)
            text += $", {place.Position} of {place.Pending} in {job.Spec.Queue}";
        return (explanation?.Reason ?? status.Reason) is { } reason ? $"{text}; {reason.Code}: {reason.Message}" : text;
    }
}
