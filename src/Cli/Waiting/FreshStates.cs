using Muster.Contracts;

namespace Muster.Cli;

/// <summary>
/// Tells a state in which a job is, or comes into, from those it was in before the wait began: a wait is given the job
/// as it stands and then every entry that the log has of it, the old ones as well.
/// </summary>
/// <param name="goal">What is waited for.</param>
/// <param name="begin">Where the log ended when the wait began.</param>
/// <param name="next">Who else is told of each entry.</param>
internal sealed class FreshStates(WaitGoal goal, long begin, IProgress<JobChange> next) : IProgress<JobChange>
{
    // An entry is reported just before its state is judged; a state that comes without an entry is the job's own.
    private bool _isOld;

    /// <summary>The state that the goal was met in; null as long as it is not.</summary>
    public JobState? Met { get; private set; }

    public void Report(JobChange value)
    {
        _isOld = value.Sequence <= begin;
        next.Report(value);
    }

    public bool IsMet(JobState state)
    {
        if (!_isOld && goal.IsMet(state))
            Met ??= state;
        _isOld = false;
        return Met is not null;
    }
}
