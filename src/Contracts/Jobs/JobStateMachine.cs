namespace Muster.Contracts;

/// <summary>
/// The one table of what a job may do: for every state and event the next state, or none when the event is refused there.
/// Final states absorb everything. The ledger asks for one thing more: a drain leads where it was said to, and that
/// can only be changed from <see cref="JobState.Suspended"/> to an end.
/// </summary>
public static class JobStateMachine
{
    private static readonly JobState?[,] Table = Build();

    /// <summary>The state after <paramref name="trigger"/>, or null when it is refused in <paramref name="state"/>.</summary>
    public static JobState? Next(JobState state, JobEvent trigger) => Table[(int)state, (int)trigger];

    /// <summary>True when the job has ended.</summary>
    public static bool IsFinal(this JobState state) => state is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>True when the job is charged to its queue's quota.</summary>
    public static bool IsCharged(this JobState state) => state is not (JobState.Queued or JobState.Suspended) && !state.IsFinal();

    /// <summary>True when the job holds places in the ledger.</summary>
    public static bool HoldsPlaces(this JobState state) => state.IsCharged() && state != JobState.Admitted;

    private static JobState?[,] Build()
    {
        var table = new JobState?[Enum.GetValues<JobState>().Length, Enum.GetValues<JobEvent>().Length];
        void Edge(JobState from, JobEvent trigger, JobState to) => table[(int)from, (int)trigger] = to;

        Edge(JobState.Queued, JobEvent.Admit, JobState.Admitted);
        Edge(JobState.Queued, JobEvent.Cancel, JobState.Cancelled);
        Edge(JobState.Queued, JobEvent.Fail, JobState.Failed);
        Edge(JobState.Queued, JobEvent.Suspend, JobState.Suspended);

        Edge(JobState.Admitted, JobEvent.Commit, JobState.Committed);
        Edge(JobState.Admitted, JobEvent.Requeue, JobState.Queued);
        Edge(JobState.Admitted, JobEvent.Cancel, JobState.Cancelled);
        Edge(JobState.Admitted, JobEvent.Fail, JobState.Failed);
        Edge(JobState.Admitted, JobEvent.Suspend, JobState.Suspended);

        Edge(JobState.Committed, JobEvent.Start, JobState.Starting);
        Edge(JobState.Starting, JobEvent.Run, JobState.Running);
        foreach (var placed in (ReadOnlySpan<JobState>)[JobState.Committed, JobState.Starting, JobState.Running])
        {
            Edge(placed, JobEvent.Succeed, JobState.Succeeded);
            Edge(placed, JobEvent.Drain, JobState.Draining);
            Edge(placed, JobEvent.Fence, JobState.Fencing);
        }

        Edge(JobState.Fencing, JobEvent.Requeue, JobState.Queued);
        Edge(JobState.Fencing, JobEvent.Drain, JobState.Draining);

        Edge(JobState.Draining, JobEvent.Succeed, JobState.Succeeded);
        Edge(JobState.Draining, JobEvent.Fail, JobState.Failed);
        Edge(JobState.Draining, JobEvent.Cancel, JobState.Cancelled);
        Edge(JobState.Draining, JobEvent.Suspend, JobState.Suspended);
        Edge(JobState.Draining, JobEvent.Drain, JobState.Draining);

        Edge(JobState.Suspended, JobEvent.Resume, JobState.Queued);
        Edge(JobState.Suspended, JobEvent.Cancel, JobState.Cancelled);
        return table;
    }
}
