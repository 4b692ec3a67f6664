using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>What jobs are waited for to do.</summary>
/// <param name="States">To come into one of these states; none: to end.</param>
/// <param name="IsDelete">To be deleted.</param>
internal sealed record WaitGoal(ImmutableArray<JobState> States, bool IsDelete = false)
{
    public static readonly WaitGoal Ended = new([]);

    // A job that has succeeded has been through every state on the way, even if nobody saw it there.
    public bool IsMet(JobState state) => States.IsEmpty
        ? state == JobState.Succeeded
        : States.Contains(state) || (state == JobState.Succeeded && States.Any(s => !s.IsFinal()));

    /// <exception cref="UsageException">The text is no goal.</exception>
    public static WaitGoal Parse(string text)
    {
        const string Prefix = "state=";
        if (text == "ended")
            return Ended;
        if (text is "delete" or "deleted")
            return new WaitGoal([], IsDelete: true);
        var words = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Split(',', '|') : [];
        var names = Enum.GetNames<JobState>();
        var states = words.Select(w => names.FirstOrDefault(n => n.Equals(w, StringComparison.OrdinalIgnoreCase))).ToList();
        return states.Count > 0 && !states.Contains(null)
            ? new WaitGoal([.. states.Select(s => Enum.Parse<JobState>(s!)).Distinct()])
            : throw new UsageException($"--for: '{Names.Clip(text)}' is not known; write ended, delete, or state= and some of {string.Join(", ", names)}");
    }
}
