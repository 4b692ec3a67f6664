namespace Muster.Kubernetes;

/// <summary>
/// Decides what a reflector does next. Three things must never be: following a revision that the server has forgotten without
/// noticing, a loop that is as fast as the server answers, and giving up.
/// </summary>
internal static class WatchMachine
{
    /// <summary>A watch that ends sooner, having said nothing, is suspect: some proxies close the stream in place of a 410.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>A watch that lasted so long works, so the next failure is a new one.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    /// <summary>So many suspect watches in a row, and the revision is not trusted any more.</summary>
    public const int MostSuspects = 3;

    /// <summary>So many watches in a row from one revision, and it is not trusted either: not every close in place of a 410 is quick.</summary>
    public const int MostBarren = 5;

    private const int MostDoublings = 16;

    /// <summary>What is done first.</summary>
    public static readonly WatchStep First = new(true, TimeSpan.Zero);

    /// <summary>The state after a report, and what to do now.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="report">What the last step has come to.</param>
    /// <param name="options">The bounds of pauses.</param>
    /// <param name="dice">A number of [0, 1), for the jitter.</param>
    public static (WatchState State, WatchStep Step) Next(WatchState state, in WatchReport report, ReflectorOptions options, double dice)
    {
        switch (report.Outcome)
        {
            case WatchOutcome.Asked:
                return (Seen(state, report), new WatchStep(true, TimeSpan.Zero));
            case WatchOutcome.ListApplied:
                // Strikes stay: a list that works and a watch that does not must not make a loop of lists without a pause.
                return (state with { Suspects = 0, Barren = 0 }, new WatchStep(false, TimeSpan.Zero));
            case WatchOutcome.ListExpired or WatchOutcome.ListFailed or WatchOutcome.ListDoubted:
                return Struck(state, relist: true, report.Outcome == WatchOutcome.ListExpired, options, dice);
            case WatchOutcome.WatchExpired:
                return Struck(Seen(state, report), relist: true, soon: true, options, dice);
            case WatchOutcome.WatchUnusable:
                return Struck(Seen(state, report), relist: true, soon: false, options, dice);
            case WatchOutcome.WatchEnded when !IsSuspect(report):
                state = Seen(state, report) with { Suspects = 0 };
                return (state, new WatchStep(report.Lost || state.Barren >= MostBarren, options.ResumeJitter * dice));
            default:
                return Resume(Seen(state, report), report, options, dice);
        }
    }

    private static (WatchState State, WatchStep Step) Resume(WatchState state, in WatchReport report, ReflectorOptions options, double dice)
    {
        state = state with { Suspects = IsSuspect(report) ? state.Suspects + 1 : state.Suspects };
        var relist = report.Lost || state.Suspects >= MostSuspects || state.Barren >= MostBarren;
        return Struck(state, relist, soon: false, options, dice);
    }

    private static bool IsSuspect(in WatchReport report) =>
        report.Outcome is WatchOutcome.WatchEnded && report.Events == 0 && report.Lived < Short;

    private static WatchState Seen(WatchState state, in WatchReport report) => new(
        report.Lived >= Steady && report.Outcome is not WatchOutcome.WatchRefused ? 0 : state.Strikes,
        report.Events > 0 ? 0 : state.Suspects,
        report.Events > 0 ? 0 : state.Barren + 1);

    // The first expiry after a time of quiet is no failure of the server's: it is answered with no more than the jitter.
    private static (WatchState State, WatchStep Step) Struck(WatchState state, bool relist, bool soon, ReflectorOptions options, double dice)
    {
        state = state with { Strikes = Math.Min(state.Strikes + 1, MostDoublings) };
        var pause = soon && state.Strikes == 1 ? options.ResumeJitter * dice : Pause(state.Strikes, options, dice);
        return (state, new WatchStep(relist, pause));
    }

    private static TimeSpan Pause(int strikes, ReflectorOptions options, double dice)
    {
        var whole = options.FirstPause * Math.Pow(2, strikes - 1);
        return (whole < options.LongestPause ? whole : options.LongestPause) * (0.5 + (0.5 * dice));
    }
}
