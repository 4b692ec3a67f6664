using System.Text;
using Muster.Contracts;

namespace Contracts.Tests;

public class JobStateMachineTests
{
    // Every cell: rows are states, columns events; a dot where the event is refused.
    private const string Expected =
        """
                  Admit Commit Start Run Drain Fence Requeue Succeed Fail Cancel Suspend Resume
        Queued    Admitted . . . . . . . Failed Cancelled Suspended .
        Admitted  . Committed . . . . Queued . Failed Cancelled Suspended .
        Committed . . Starting . Draining Fencing . Succeeded . . . .
        Starting  . . . Running Draining Fencing . Succeeded . . . .
        Running   . . . . Draining Fencing . Succeeded . . . .
        Draining  . . . . Draining . . Succeeded Failed Cancelled Suspended .
        Fencing   . . . . Draining . Queued . . . . .
        Succeeded . . . . . . . . . . . .
        Failed    . . . . . . . . . . . .
        Cancelled . . . . . . . . . . . .
        Suspended . . . . . . . . . Cancelled . Queued
        """;

    [Fact]
    public void Next_EveryCell_IsAsListed()
    {
        var listing = new StringBuilder(new string(' ', 10)).AppendJoin(' ', Enum.GetNames<JobEvent>());
        foreach (var state in Enum.GetValues<JobState>())
            listing.Append('\n').Append($"{state,-10}").AppendJoin(' ', Enum.GetValues<JobEvent>().Select(e => JobStateMachine.Next(state, e)?.ToString() ?? "."));
        Assert.Equal(Expected.ReplaceLineEndings("\n"), listing.ToString());
    }

    [Fact]
    public void Classes_EveryState_AreAsListed()
    {
        static string Of(Func<JobState, bool> holds) => string.Join(' ', Enum.GetValues<JobState>().Where(holds));
        Assert.Equal("Succeeded Failed Cancelled", Of(s => s.IsFinal()));
        Assert.Equal("Admitted Committed Starting Running Draining Fencing", Of(s => s.IsCharged()));
        Assert.Equal("Committed Starting Running Draining Fencing", Of(s => s.HoldsPlaces()));
    }

    [Fact]
    public void Next_FromQueued_ReachesEveryStateAndFromEveryStateAnEnd()
    {
        Assert.Equal(Enum.GetValues<JobState>().Length, Reach(JobState.Queued).Count);
        foreach (var state in Enum.GetValues<JobState>())
            Assert.Contains(Reach(state), s => s.IsFinal());
    }

    private static HashSet<JobState> Reach(JobState from)
    {
        var (reached, open) = (new HashSet<JobState> { from }, new Queue<JobState>([from]));
        while (open.TryDequeue(out var state))
            foreach (var e in Enum.GetValues<JobEvent>())
                if (JobStateMachine.Next(state, e) is { } next && reached.Add(next))
                    open.Enqueue(next);
        return reached;
    }
}
