namespace Muster.Scheduling.Tests;

/// <summary>The claim protocol, exhaustively: every loss, repetition, delay and order of messages, every crash.</summary>
public sealed class ClaimProtocolTests
{
    private const int Limit = 3_000_000;

    [Theory]
    [InlineData(1, 2, 1, 1, 1)]
    [InlineData(1, 2, 2, 1, 1)]
    [InlineData(1, 2, 1, 1, 2)]
    [InlineData(2, 2, 1, 1, 1)]
    public void Protocol_EveryReachableState_HasNothingCommittedTwice(int participants, int gangs, int tokens, int epochs, int tries) =>
        Check(new(participants, gangs, tokens, epochs, tries));

    /// <summary>Also when one of the gangs is suspended, claimed, committed or neither, and comes back.</summary>
    [Theory]
    [InlineData(1, 2, 1, 1, 1)]
    [InlineData(1, 2, 1, 2, 1)]
    public void Protocol_WithASuspension_HasNothingCommittedTwice(int participants, int gangs, int tokens, int epochs, int tries) =>
        Check(new(participants, gangs, tokens, epochs, tries, Suspends: true));

    [Fact]
    public void Protocol_WithASuspensionThatKeepsTheCoordinator_CommitsTwice()
    {
        var (_, violation, _) = Explorer.Explore(new(1, 2, 1, 1, 1, Suspends: true), Mutant.SuspendKeepsEpoch, Limit);

        Assert.NotNull(violation);
        Assert.InRange(violation.Count, 8, 16);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1, 2, 1, 2, 1)]
    [InlineData(1, 2, 3, 1, 1)]
    public void Protocol_EveryReachableStateOfALargerWorld_HasNothingCommittedTwice(int participants, int gangs, int tokens, int epochs, int tries) =>
        Check(new(participants, gangs, tokens, epochs, tries));

    /// <summary>Each guard is needed, and the checker would see it if it were not there.</summary>
    [Theory]
    [InlineData(Mutant.CommitIgnoresTokens, 1, 2, 2, 1, 1)]
    [InlineData(Mutant.CommitIgnoresAborts, 1, 2, 1, 1, 1)]
    [InlineData(Mutant.CommitIgnoresEpoch, 1, 2, 1, 2, 1)]
    [InlineData(Mutant.TimerFrees, 1, 2, 1, 1, 1)]
    [InlineData(Mutant.NoResolve, 1, 2, 1, 1, 1)]
    [InlineData(Mutant.LoadBeforeOpen, 1, 2, 2, 1, 1)]
    public void Protocol_WithAGuardRemoved_CommitsTwice(Mutant mutant, int participants, int gangs, int tokens, int epochs, int tries)
    {
        var (states, violation, _) = Explorer.Explore(new(participants, gangs, tokens, epochs, tries), mutant, Limit);

        Assert.NotNull(violation);
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states, {violation.Count} steps:\n{string.Join('\n', violation)}");
        Assert.InRange(violation.Count, 8, 16);
    }

    private static void Check(ProtocolConfig config)
    {
        var (states, violation, commits) = Explorer.Explore(config, Mutant.None, Limit);

        TestContext.Current.TestOutputHelper?.WriteLine($"{config}: {states} states, {commits} with a commit");
        Assert.True(violation is null, "committed twice:\n" + string.Join('\n', violation ?? []));
        Assert.True(commits > states / 10, $"only {commits} of {states} states have a commit");
    }
}
