using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>Every answer of a node, and what frees what.</summary>
public sealed class NodeClaimsTests
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("empty", 1, 1, 8, PrepareOutcome.Granted)]
    [InlineData("empty", 1, 1, 9, PrepareOutcome.Insufficient)]
    [InlineData("unknown capacity", 1, 1, 1, PrepareOutcome.Unavailable)]
    [InlineData("held", 1, 2, 6, PrepareOutcome.Granted)]
    [InlineData("held, unknown capacity", 1, 2, 6, PrepareOutcome.Granted)]
    [InlineData("held", 1, 1, 6, PrepareOutcome.Superseded)]
    [InlineData("held", 1, 3, 8, PrepareOutcome.Granted)]
    [InlineData("held", 1, 3, 9, PrepareOutcome.Insufficient)]
    [InlineData("held by another", 1, 1, 2, PrepareOutcome.Granted)]
    [InlineData("held by another", 1, 1, 3, PrepareOutcome.Busy)]
    [InlineData("held by another", 1, 1, 9, PrepareOutcome.Insufficient)]
    [InlineData("committed to another", 1, 1, 3, PrepareOutcome.Insufficient)]
    [InlineData("committed", 1, 2, 6, PrepareOutcome.Granted)]
    [InlineData("committed", 1, 1, 6, PrepareOutcome.Superseded)]
    [InlineData("committed", 1, 3, 1, PrepareOutcome.Superseded)]
    [InlineData("released", 1, 2, 1, PrepareOutcome.Superseded)]
    [InlineData("released", 1, 1, 1, PrepareOutcome.Superseded)]
    [InlineData("released", 1, 3, 1, PrepareOutcome.Granted)]
    [InlineData("released", 2, 1, 1, PrepareOutcome.Granted)]
    public void Prepare_EverySituation_HasItsAnswer(string situation, long epoch, int attempt, int gpus, PrepareOutcome expected)
    {
        var claims = new NodeClaims { Capacity = Res(gpu: 8) };
        switch (situation)
        {
            case "unknown capacity": claims.Capacity = null; break;
            case "held": Hold(claims, "a", 2, 6); break;
            case "held, unknown capacity": Hold(claims, "a", 2, 6); claims.Capacity = null; break;
            case "held by another": Hold(claims, "b", 2, 6); break;
            case "committed to another": claims.Load(Id("b"), Attempt.Of(1, 2), Res(gpu: 6)); break;
            case "committed": claims.Load(Id("a"), Attempt.Of(1, 2), Res(gpu: 6)); break;
            case "released": Hold(claims, "a", 2, 6); claims.Free(Id("a"), Attempt.Of(1, 2)); break;
            default: break;
        }
        var before = claims.Used;

        var outcome = claims.Prepare(Ask("a", Attempt.Of(epoch, attempt), gpus), Later).Outcome;

        Assert.Equal(expected, outcome);
        if (outcome is not PrepareOutcome.Granted and not PrepareOutcome.Insufficient)
            Assert.Equal(before, claims.Used);
        if (outcome == PrepareOutcome.Granted)
            Assert.Equal((Attempt.Of(epoch, attempt), Res(gpu: gpus)), (claims.Of(Id("a"))!.Attempt, claims.Of(Id("a"))!.Ask));
    }

    [Fact]
    public void Prepare_ResourceOverdrawnThatIsNotAskedFor_DoesNotStandInTheWay()
    {
        // The GPUs of a node that is in use vanish for a while: its CPUs are still there, and planners count on them.
        var claims = new NodeClaims { Capacity = Res(cpu: 8, gpu: 8) };
        claims.Load(Id("a"), Attempt.Of(1, 1), Res(cpu: 2, gpu: 8));
        claims.Capacity = Res(cpu: 8);

        Assert.Equal(PrepareOutcome.Granted, claims.Prepare(Ask("b", Attempt.Of(1, 1), Res(cpu: 6), 0), Later).Outcome);
        Assert.Equal(PrepareOutcome.Insufficient, claims.Prepare(Ask("c", Attempt.Of(1, 1), Res(cpu: 7), 0), Later).Outcome);
    }

    [Fact]
    public void Prepare_Busy_NamesTheYoungestThatSuffice()
    {
        var claims = new NodeClaims { Capacity = Res(cpu: 8, gpu: 8) };
        Hold(claims, "old", 1, Res(gpu: 4), seq: 1);
        Hold(claims, "middle", 1, Res(gpu: 2), seq: 5);
        Hold(claims, "young", 1, Res(gpu: 2), seq: 7);
        Hold(claims, "cpu only", 1, Res(cpu: 8), seq: 9);

        Assert.Equal((PrepareOutcome.Busy, true, "young"), Wounds(claims, gpus: 2, seq: 3));
        Assert.Equal((PrepareOutcome.Busy, true, "young middle"), Wounds(claims, gpus: 3, seq: 3));
        Assert.Equal((PrepareOutcome.Busy, false, "young middle old"), Wounds(claims, gpus: 5, seq: 3));
        Assert.Equal((PrepareOutcome.Busy, false, "young"), Wounds(claims, gpus: 2, seq: 8));
    }

    [Fact]
    public void OnlyYoungerThan_SameAge_IsNotYounger()
    {
        var claims = new NodeClaims { Capacity = Res(gpu: 1) };
        Hold(claims, "a", 1, 1, seq: 4);

        Assert.False(claims.Prepare(Ask("b", Attempt.Of(1, 1), 1, seq: 4), Later).OnlyYoungerThan(4));
    }

    [Fact]
    public void Expired_OnlyPreparedClaimsWhoseTimeIsOver_AreNamedAndStillHeld()
    {
        var claims = new NodeClaims { Capacity = Res(gpu: 8) };
        claims.Prepare(Ask("a", Attempt.Of(1, 1), 1), TimeSpan.FromSeconds(1));
        claims.Prepare(Ask("b", Attempt.Of(1, 1), 1), TimeSpan.FromSeconds(2));
        claims.Prepare(Ask("c", Attempt.Of(1, 1), 1), TimeSpan.FromSeconds(1));
        claims.MarkCommitted(Id("c"), Attempt.Of(1, 1));
        claims.Load(Id("d"), Attempt.Of(1, 1), Res(gpu: 1));

        Assert.Empty(claims.Expired(TimeSpan.Zero));
        Assert.Equal(["a"], claims.Expired(TimeSpan.FromSeconds(1)).Select(static c => c.Job.Name));
        Assert.Equal(["a", "b"], claims.Expired(TimeSpan.MaxValue - TimeSpan.FromTicks(1)).Select(static c => c.Job.Name));
        Assert.Equal((Res(gpu: 4), 4), (claims.Used, claims.Count));
    }

    [Fact]
    public void Free_OfAnEarlierAttempt_LeavesTheLaterOne()
    {
        var claims = new NodeClaims { Capacity = Res(gpu: 8) };
        Hold(claims, "a", 3, 4);

        claims.Free(Id("a"), Attempt.Of(1, 2));
        Assert.Equal(Res(gpu: 4), claims.Used);
        claims.Free(Id("a"), Attempt.Of(1, 3));
        claims.Free(Id("a"), Attempt.Of(1, 3));
        Assert.Equal((ResourceVector.Empty, 0, false), (claims.Used, claims.Count, claims.HasPrepared));
    }

    [Fact]
    public void MarkCommitted_OfAnotherAttempt_ChangesNothing()
    {
        var claims = new NodeClaims { Capacity = Res(gpu: 8) };
        Hold(claims, "a", 3, 4);

        claims.MarkCommitted(Id("a"), Attempt.Of(1, 2));
        Assert.True(claims.HasPrepared);
        claims.MarkCommitted(Id("a"), Attempt.Of(1, 3));
        Assert.False(claims.HasPrepared);
    }

    [Fact]
    public void Free_OfManyJobs_RemembersTheLatestOnly()
    {
        var claims = new NodeClaims { Capacity = Res(gpu: 8) };
        var first = Attempt.Of(1, 1);
        for (var i = 0; i < NodeClaims.MaxReleased + 100; i++)
        {
            claims.Free(Id($"job-{i}"), first);
            claims.Free(Id($"job-{i}"), first);
            claims.Free(Id("never tried"), Attempt.None);
        }

        PrepareOutcome Late(int job) => claims.Prepare(Ask($"job-{job}", first, 1), Later).Outcome;
        Assert.Equal([PrepareOutcome.Granted, PrepareOutcome.Superseded, PrepareOutcome.Superseded],
            new[] { Late(99), Late(100), Late(NodeClaims.MaxReleased + 99) });
        Assert.Equal(NodeClaims.MaxReleased, claims.Remembered);
    }

    private static (PrepareOutcome Outcome, bool OnlyYounger, string InTheWay) Wounds(NodeClaims claims, int gpus, long seq)
    {
        var decision = claims.Prepare(Ask("new", Attempt.Of(1, 1), gpus, seq), Later);
        return (decision.Outcome, decision.OnlyYoungerThan(seq), string.Join(' ', decision.InTheWay.Select(static c => c.Job.Name)));
    }

    private static void Hold(NodeClaims claims, string job, int attempt, int gpus, long seq = 0) => Hold(claims, job, attempt, Res(gpu: gpus), seq);

    private static void Hold(NodeClaims claims, string job, int attempt, ResourceVector ask, long seq) =>
        Assert.Equal(PrepareOutcome.Granted, claims.Prepare(Ask(job, Attempt.Of(1, attempt), ask, seq), Later).Outcome);

    private static PrepareRequest Ask(string job, Attempt attempt, int gpus, long seq = 0) => Ask(job, attempt, Res(gpu: gpus), seq);

    private static PrepareRequest Ask(string job, Attempt attempt, ResourceVector ask, long seq = 0) =>
        new() { Job = Id(job), Attempt = attempt, Seq = seq, Ask = ask };
}
