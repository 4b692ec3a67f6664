using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>What an owner may ask for, in every state.</summary>
public sealed class OwnerWishesTests
{
    // Columns: to cancel, to suspend, to resume. A dot: it holds already. Draining is by where it leads.
    private const string Table = """
        Queued              Cancel             Suspend            .
        Admitted            Cancel             Suspend            .
        Committed           Drain>Cancelled    Drain>Suspended    .
        Starting            Drain>Cancelled    Drain>Suspended    .
        Running             Drain>Cancelled    Drain>Suspended    .
        Draining>Failed     .                  about-to-end       about-to-end
        Draining>Cancelled  .                  about-to-end       about-to-end
        Draining>Suspended  Drain>Cancelled    .                  still-being-stopped
        Fencing             Drain>Cancelled    Drain>Suspended    .
        Succeeded           .                  has-ended          has-ended
        Failed              .                  has-ended          has-ended
        Cancelled           .                  has-ended          has-ended
        Suspended           Cancel             .                  Resume
        """;

    [Fact]
    public void Wishes_InEveryState_AreAsListedAndAllowedThere()
    {
        var seen = new HashSet<JobState>();
        foreach (var row in Table.Split('\n').Select(static r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var names = row[0].Split('>');
            var state = Enum.Parse<JobState>(names[0]);
            JobState? drainTo = names.Length > 1 ? Enum.Parse<JobState>(names[1]) : null;
            seen.Add(state);
            Check(row[1], state, OwnerWishes.Cancel(state, drainTo));
            Check(row[2], state, OwnerWishes.Suspend(state, drainTo));
            Check(row[3], state, OwnerWishes.Resume(state, drainTo));
        }
        Assert.Equal(Enum.GetValues<JobState>().Length, seen.Count);
    }

    private static void Check(string expected, JobState state, WishVerdict verdict)
    {
        if (verdict.Refusal is { } refusal)
            Assert.Contains(expected.Replace('-', ' '), refusal, StringComparison.Ordinal);
        else
            Assert.Equal(expected, verdict.Step is not { } step ? "." : step.Event + (step.DrainTo is { } to ? $">{to}" : ""));
        if (verdict.Step is { } taken)
            Assert.NotNull(JobStateMachine.Next(state, taken.Event));
    }
}
