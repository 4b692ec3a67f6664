using Muster.Contracts;

namespace Muster.Silo;

/// <content>What pods have written.</content>
public sealed partial class SimulatedCluster
{
    /// <summary>The log of a pod, also of one that was removed since; null when the attempt never had it on a node.</summary>
    internal PodLog? FindLog(JobId job, Attempt attempt, string name) => Transact(now =>
    {
        if (_pods.TryGetValue((job.Namespace, name), out var pod) && pod.Owner == new AttemptRef(job, attempt))
            return new PodLog { Run = pod.Run, Message = pod.Seen.Message, Now = now };
        return RunTable.Find(_file.Connection, job, attempt, name) is { } run ? new PodLog { Run = run, Now = now } : null;
    });
}
