using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>Which pods are whose, and how many at once are stopped.</summary>
public sealed class PodReconcilerTests
{
    private const string Ledger = "ledger";
    private const string Ancestor = "ledger that it was recovered from";

    private static readonly Lineage Known = new(Ledger, new HashSet<string> { Ancestor });
    private static readonly ClusterName Here = new("here");
    private static readonly Attempt[] Attempts = [Attempt.Of(1, 1), Attempt.Of(2, 1), Attempt.Of(3, 1)];

    [Fact]
    public void Judge_EveryJobAndEverySight_StopsOnlyWhatIsProvablySuperseded()
    {
        var known = Attempts[1];
        foreach (var state in Enum.GetValues<JobState>())
            foreach (var placed in new ClusterName?[] { Here, new("elsewhere"), null })
                foreach (var attempt in Attempts)
                    foreach (var (uid, incarnation) in new[] { ("uid", Ledger), ("uid", Ancestor), ("other", Ledger), ("uid", "other"), ("", "") })
                        foreach (var ended in new[] { false, true })
                        {
                            var verdict = PodReconciler.Judge(Here, Known, new(uid, incarnation, attempt, ended), new("uid", state, known, placed));
                            var deleted = (uid, incarnation) == ("other", Ledger);
                            var current = attempt == known && state.HoldsPlaces();
                            var expected = !Known.Includes(incarnation) ? PodVerdict.Quarantine
                                : deleted ? ended ? PodVerdict.CleanUp : PodVerdict.Quarantine
                                : attempt > known ? PodVerdict.Quarantine
                                : current && placed == Here ? PodVerdict.Adopt
                                : current ? PodVerdict.Quarantine
                                : ended ? PodVerdict.CleanUp
                                : PodVerdict.Stop;
                            Assert.Equal(expected, verdict);
                        }
    }

    [Theory]
    [InlineData(Ledger, false, PodVerdict.Quarantine)]
    [InlineData(Ledger, true, PodVerdict.CleanUp)]
    [InlineData(Ancestor, true, PodVerdict.Quarantine)]
    [InlineData("other", false, PodVerdict.Quarantine)]
    [InlineData("other", true, PodVerdict.Quarantine)]
    public void Judge_AJobThatTheLedgerDoesNotKnow_IsLeftAloneWhileItRuns(string incarnation, bool ended, PodVerdict expected) =>
        Assert.Equal(expected, PodReconciler.Judge(Here, Known, new("uid", incarnation, Attempts[0], ended), null));

    [Fact]
    public void IsLeftOver_EveryJobAndEveryAnchor_OnlyOfAnAttemptThatIsOver()
    {
        var known = Attempts[1];
        foreach (var state in Enum.GetValues<JobState>())
            foreach (var attempt in Attempts)
                foreach (var (uid, incarnation) in new[] { ("uid", Ledger), ("uid", Ancestor), ("other", Ledger), ("other", Ancestor), ("uid", "other"), ("", "") })
                    foreach (var stopped in new[] { false, true })
                    {
                        var anchor = new AnchorObservation { JobUid = uid, Incarnation = incarnation, Attempt = attempt, Stopped = stopped };
                        var bare = stopped && (uid, incarnation) == ("", "");
                        var over = attempt < known || (attempt == known && !state.HoldsPlaces());
                        var expected = bare ? over
                            : uid == "other" ? incarnation == Ledger
                            : uid == "uid" && incarnation != "other" && over;
                        Assert.Equal(expected, PodReconciler.IsLeftOver(Known, anchor, new("uid", state, known, Here)));
                        Assert.Equal(incarnation == Ledger, PodReconciler.IsLeftOver(Known, anchor, null));
                    }
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, false)]
    [InlineData(20, 20, false)]
    [InlineData(21, 21, true)]
    [InlineData(21, 400, true)]
    [InlineData(21, 420, false)]
    [InlineData(50, 1000, false)]
    [InlineData(51, 1000, true)]
    public void AreTooMany_MoreThanTwentyAndMoreThanATwentieth_IsTooMany(int superseded, int shown, bool tooMany) =>
        Assert.Equal(tooMany, PodReconciler.AreTooMany(superseded, shown, most: 20));
}
