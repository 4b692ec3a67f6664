namespace Muster.Kubernetes.Tests;

public sealed class WatchMachineTests
{
    private static readonly ReflectorOptions Options = new();

    [Fact]
    public void First_AtTheBeginning_IsAListAtOnce() => Assert.Equal(new WatchStep(true, TimeSpan.Zero), WatchMachine.First);

    [Fact]
    public void Next_ListApplied_WatchesAtOnce() =>
        Assert.Equal(new WatchStep(false, TimeSpan.Zero), Run(new WatchReport(WatchOutcome.ListApplied)).Step);

    [Theory]
    [InlineData(WatchOutcome.ListFailed)]
    [InlineData(WatchOutcome.ListDoubted)]
    [InlineData(WatchOutcome.ListExpired)]
    [InlineData(WatchOutcome.WatchExpired)]
    [InlineData(WatchOutcome.WatchUnusable)]
    [InlineData(WatchOutcome.Asked)]
    internal void Next_NothingToResumeFrom_Lists(WatchOutcome outcome) => Assert.True(Run(new WatchReport(outcome)).Step.Relist);

    [Theory]
    [InlineData(WatchOutcome.WatchEnded)]
    [InlineData(WatchOutcome.WatchBroken)]
    [InlineData(WatchOutcome.WatchRefused)]
    internal void Next_WatchThatSaidSomething_ResumesWithoutAList(WatchOutcome outcome) =>
        Assert.False(Run([.. Enumerable.Repeat(new WatchReport(outcome, TimeSpan.FromMinutes(5), Events: 1), 20)]).Step.Relist);

    [Fact]
    public void Next_NormalEnd_ResumesWithNoMoreThanJitter()
    {
        var (state, step) = Run(new WatchReport(WatchOutcome.WatchEnded, TimeSpan.FromMinutes(5), 3));
        Assert.InRange(step.After, TimeSpan.Zero, Options.ResumeJitter);
        Assert.Equal(default, state);
    }

    [Fact]
    public void Next_ThreeShortWatchesWithoutAWord_Lists()
    {
        var suspect = new WatchReport(WatchOutcome.WatchEnded, TimeSpan.FromMilliseconds(100));
        Assert.False(Run(suspect, suspect).Step.Relist);
        Assert.True(Run(suspect, suspect, suspect).Step.Relist);
        Assert.False(Run(suspect, suspect, suspect with { Events = 1 }, suspect, suspect).Step.Relist);
    }

    [Theory]
    [InlineData(WatchOutcome.WatchEnded)]
    [InlineData(WatchOutcome.WatchBroken)]
    [InlineData(WatchOutcome.WatchRefused)]
    internal void Next_FiveWatchesFromOneRevision_Lists(WatchOutcome outcome)
    {
        var barren = new WatchReport(outcome, TimeSpan.FromMinutes(2));
        Assert.False(Run(barren, barren, barren, barren).Step.Relist);
        Assert.True(Run(barren, barren, barren, barren, barren).Step.Relist);
    }

    [Fact]
    public void Next_LineLost_ListsWhenTheWatchEnds() =>
        Assert.True(Run(new WatchReport(WatchOutcome.WatchEnded, TimeSpan.FromMinutes(5), 3, Lost: true)).Step.Relist);

    [Fact]
    public void Next_FailureAfterFailure_PausesLongerUpToTheBound()
    {
        var (state, last) = (default(WatchState), TimeSpan.Zero);
        for (var i = 0; i < 100; i++)
        {
            (state, var step) = WatchMachine.Next(state, new WatchReport(WatchOutcome.ListFailed), Options, 0.5);
            Assert.InRange(step.After, last, Options.LongestPause);
            last = step.After;
        }
        Assert.Equal(Options.LongestPause * 0.75, last);
    }

    [Fact]
    public void Next_DiceFromLowToHigh_SpreadHalfOfThePause()
    {
        var least = WatchMachine.Next(default, new WatchReport(WatchOutcome.ListFailed), Options, 0).Step.After;
        var most = WatchMachine.Next(default, new WatchReport(WatchOutcome.ListFailed), Options, 0.999999).Step.After;
        Assert.Equal(Options.FirstPause / 2, least);
        Assert.InRange(most, Options.FirstPause * 0.99, Options.FirstPause);
    }

    [Fact]
    public void Next_ListsThatWorkAndWatchesThatDoNot_PauseMoreAndMore()
    {
        var (state, step) = (default(WatchState), default(WatchStep));
        for (var i = 0; i < 20; i++)
        {
            (state, _) = WatchMachine.Next(state, new WatchReport(WatchOutcome.ListApplied), Options, 0.5);
            (state, step) = WatchMachine.Next(state, new WatchReport(WatchOutcome.WatchExpired, TimeSpan.FromMilliseconds(50), Events: 1), Options, 0.5);
        }
        Assert.Equal(Options.LongestPause * 0.75, step.After);
    }

    [Fact]
    public void Next_ExpiryAfterALongWatch_ListsSoon()
    {
        var (_, step) = Run(new WatchReport(WatchOutcome.ListFailed), new WatchReport(WatchOutcome.ListFailed), new WatchReport(WatchOutcome.WatchExpired, TimeSpan.FromMinutes(1), 1));
        Assert.InRange(step.After, TimeSpan.Zero, Options.ResumeJitter);
    }

    private static (WatchState State, WatchStep Step) Run(params WatchReport[] reports)
    {
        var (state, step) = (default(WatchState), WatchMachine.First);
        foreach (var report in reports)
            (state, step) = WatchMachine.Next(state, report, Options, 0.5);
        return (state, step);
    }
}
