using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A node as a participant: it alone decides, and only the ledger's word frees what it granted.</summary>
public sealed class NodeGrainTests : IAsyncLifetime
{
    private const string NodeName = "east-01";
    private static readonly ResourceVector Four = ResourceVector.Of((ResourceNames.Cpu, 4_000));
    private static readonly ResourceVector All = ResourceVector.Of((ResourceNames.Cpu, 8_000));

    private readonly Dictionary<string, int> _asked = [];
    private GrainCluster _muster = null!;
    private ScriptedLedger _ledger = null!;
    private readonly WallClock _clock = new();
    private volatile bool _down;

    private INodeGrain Node => _muster.Node("east", NodeName);

    public async ValueTask InitializeAsync() => _muster = await GrainCluster.StartAsync(new()
    {
        Clusters = [("east", 1)],
        Nodes = new() { ClaimTtl = TimeSpan.FromMilliseconds(100) },
        MemberClusters = new() { HeartbeatInterval = TimeSpan.FromMilliseconds(20), ResyncInterval = TimeSpan.FromHours(1) },
        Services = services => services.AddSingleton<TimeProvider>(_clock),
        Ledger = inner => _ledger = new ScriptedLedger(inner) { Before = OnCall },
    });

    public ValueTask DisposeAsync() => _muster.DisposeAsync();

    [Fact]
    public async Task Prepare_WhatFits_IsGrantedAndTheSameAgain()
    {
        var reply = await Prepare("a", 1, Four);
        Assert.Equal(PrepareOutcome.Granted, reply.Outcome);
        Assert.NotEqual(default, reply.Token);
        Assert.Equal(reply, await Prepare("a", 1, Four));
        Assert.Equal(reply.Token, (await Prepare("b", 1, Four)).Token);
    }

    [Fact]
    public async Task Prepare_BesideUndecidedClaims_IsBusyAndSaysWhetherTheyAreYounger()
    {
        _down = true;
        await Prepare("holder", 1, All, seq: 10);
        Assert.Equal((PrepareOutcome.Busy, true), Brief(await Prepare("older", 1, Four, seq: 5)));
        Assert.Equal((PrepareOutcome.Busy, false), Brief(await Prepare("younger", 1, Four, seq: 20)));
        Assert.Equal(PrepareOutcome.Insufficient, (await Prepare("giant", 1, All.Times(2), seq: 1)).Outcome);
        _down = false;
    }

    [Fact]
    public async Task Claim_WhoseTimeIsOverWhenTheClockHasGoneBack_IsSettledAllTheSame()
    {
        await Prepare("holder", 1, All, seq: 10);
        _clock.Ahead = TimeSpan.FromMinutes(-10);
        await Poll.UntilAsync("the node is free again", () => Prepare("next", 1, All, seq: 20), static r => r.Outcome == PrepareOutcome.Granted);
    }

    [Fact]
    public async Task Prepare_ByAnOlderGang_WoundsTheYoungerForGood()
    {
        var younger = await AdmittedAsync("younger", All);
        var reply = await Node.Prepare(Request(younger, 1));
        Assert.Equal((PrepareOutcome.Granted, PrepareOutcome.Granted), (reply.Outcome, (await Prepare("older", 1, All, seq: 0, wound: true)).Outcome));
        var commit = await _ledger.Truth.CommitAsync(Commit(younger, 1, reply.Token), TestContext.Current.CancellationToken);
        Assert.Equal(CommitResult.Aborted, commit.Result);
    }

    [Fact]
    public async Task Prepare_ByAYoungerGang_WoundsNobody()
    {
        _down = true;
        await Prepare("holder", 1, All, seq: 1);
        Assert.Equal((PrepareOutcome.Busy, false), Brief(await Prepare("younger", 1, All, seq: 2, wound: true)));
        _down = false;
        await Poll.UntilAsync("the holder's time is over", () => Prepare("later", 1, All, seq: 3), static r => r.Outcome == PrepareOutcome.Granted);
    }

    [Fact]
    public async Task Prepare_AgainstACommitThatNobodyConfirmed_WoundsNobody()
    {
        var younger = await AdmittedAsync("younger", All);
        var reply = await Node.Prepare(Request(younger, 1));
        Assert.Equal(CommitResult.Committed, (await _ledger.Truth.CommitAsync(Commit(younger, 1, reply.Token), TestContext.Current.CancellationToken)).Result);
        Assert.Equal(PrepareOutcome.Insufficient, (await Prepare("older", 1, Four, seq: 0, wound: true)).Outcome);
    }

    [Fact]
    public async Task Prepare_AfterItsRelease_IsSuperseded()
    {
        await Prepare("a", 2, Four);
        // Nobody waits for a release, and what is said after it may be heard before it: then it is granted once more.
        await Node.Release(Id("a"), Attempt.Of(1, 2));
        await Poll.UntilAsync("the release is heard", () => Prepare("a", 2, Four), static r => r.Outcome == PrepareOutcome.Superseded);
        Assert.Equal(PrepareOutcome.Superseded, (await Prepare("a", 1, Four)).Outcome);
        Assert.Equal(PrepareOutcome.Granted, (await Prepare("b", 1, All)).Outcome);
        await Node.Release(Id("b"), Attempt.Of(1, 1));
        await Poll.UntilAsync("the release is heard", () => Prepare("a", 3, Four), static r => r.Outcome == PrepareOutcome.Granted);
    }

    [Fact]
    public async Task Prepare_ByALaterAttempt_ReplacesTheEarlierOne()
    {
        await Prepare("a", 1, All);
        Assert.Equal(PrepareOutcome.Granted, (await Prepare("a", 2, All)).Outcome);
        Assert.Equal(PrepareOutcome.Superseded, (await Prepare("a", 1, All)).Outcome);
        await Node.Release(Id("a"), Attempt.Of(1, 1));
        Assert.NotEqual(PrepareOutcome.Granted, (await Prepare("b", 1, Four)).Outcome);
    }

    [Fact]
    public async Task Claim_ThatIsOverItsTime_IsHeldUntilTheLedgerSaysSo()
    {
        _down = true;
        await Prepare("a", 1, All);
        await Poll.UntilAsync("the ledger is asked again and again", () => Task.FromResult(Asked("a")), static n => n >= 2, context: _muster.Tail);
        Assert.Equal(PrepareOutcome.Busy, (await Prepare("b", 1, Four)).Outcome);
        _down = false;
        await Poll.UntilAsync("the claim is freed", () => Prepare("b", 1, Four), static r => r.Outcome == PrepareOutcome.Granted, context: _muster.Tail);
        Assert.Equal(PrepareOutcome.Superseded, (await Prepare("a", 1, Four)).Outcome);
    }

    [Fact]
    public async Task Claim_ThatWasCommittedUnheard_IsKept()
    {
        var job = await AdmittedAsync("a", All);
        var reply = await Node.Prepare(Request(job, 1));
        await _ledger.Truth.CommitAsync(Commit(job, 1, reply.Token), TestContext.Current.CancellationToken);
        await Poll.UntilAsync("the ledger is asked", () => Task.FromResult(Asked("a")), static n => n >= 1, context: _muster.Tail);
        await Poll.UntilAsync("the claim counts as committed", () => Prepare("b", 1, Four), static r => r.Outcome == PrepareOutcome.Insufficient, context: _muster.Tail);
        Assert.Equal(PrepareOutcome.Superseded, (await Node.Prepare(Request(job, 2))).Outcome);
    }

    [Fact]
    public async Task Activation_ThatIsNew_KnowsWhatIsCommittedAndForgetsTheRest()
    {
        var job = await AdmittedAsync("a", Four);
        var first = await Node.Prepare(Request(job, 1));
        await _ledger.Truth.CommitAsync(Commit(job, 1, first.Token), TestContext.Current.CancellationToken);
        await Prepare("b", 1, Four);
        await Node.Stale(EpochToken.New());
        Assert.Equal(first.Token, (await Node.Prepare(Request(job, 1))).Token);
        await Node.Stale(first.Token);
        var second = await Poll.UntilAsync("another activation answers", () => Prepare("c", 1, Four), r => r.Outcome == PrepareOutcome.Granted && r.Token != first.Token);
        Assert.NotEqual(PrepareOutcome.Granted, (await Prepare("d", 1, Four)).Outcome);
        Assert.NotEqual(default, second.Token);
    }

    [Fact]
    public async Task Commit_OnAnOlderActivationsGrant_IsRefused()
    {
        var job = await AdmittedAsync("a", Four);
        var first = await Node.Prepare(Request(job, 1));
        await Node.Stale(first.Token);
        await Poll.UntilAsync("another activation answers", () => Prepare("b", 1, Four), r => r.Outcome == PrepareOutcome.Granted && r.Token != first.Token);
        var commit = await _ledger.Truth.CommitAsync(Commit(job, 1, first.Token), TestContext.Current.CancellationToken);
        Assert.Equal((CommitResult.StaleNodes, NodeName), (commit.Result, Assert.Single(commit.StaleNodes)));
    }

    [Fact]
    public async Task Capacity_ThatShrinks_TakesNothingNewAndKeepsWhatIsHeld()
    {
        _down = true;
        await Prepare("a", 1, Four);
        var cluster = _muster.Fleet.Simulated.Cluster("east");
        cluster.SetForeign(NodeName, ResourceVector.Of((ResourceNames.Cpu, 3_000)));
        await Poll.UntilAsync("the node has heard of it", () => Again("b", Four), static r => r.Outcome == PrepareOutcome.Busy && r.Free[ResourceNames.Cpu] == 1_000);
        cluster.SetForeign(NodeName, ResourceVector.Of((ResourceNames.Cpu, 7_000)));
        await Poll.UntilAsync("it is overfull", () => Again("b", Four), static r => r.Outcome == PrepareOutcome.Insufficient && r.Free[ResourceNames.Cpu] == -3_000);
        Assert.Equal(PrepareOutcome.Granted, (await Prepare("a", 1, Four)).Outcome);
        cluster.SetForeign(NodeName, ResourceVector.Empty);
        await Poll.UntilAsync("there is room again", () => Again("b", Four), static r => r.Outcome == PrepareOutcome.Granted);
        _down = false;
    }

    [Fact]
    public async Task Capacity_OfACordonedOrLostNode_IsUnavailable()
    {
        var cluster = _muster.Fleet.Simulated.Cluster("east");
        await Prepare("a", 1, Four);
        cluster.Cordon(NodeName);
        await Poll.UntilAsync("it takes nothing", () => Again("b", Four), static r => r.Outcome == PrepareOutcome.Unavailable);
        cluster.Cordon(NodeName, cordoned: false);
        await Poll.UntilAsync("it takes work", () => Again("b", Four), static r => r.Outcome == PrepareOutcome.Granted);
        cluster.LoseNode(NodeName);
        await Poll.UntilAsync("it is gone", () => Again("c", Four), static r => r.Outcome == PrepareOutcome.Unavailable);
        cluster.ReturnNode(NodeName);
        await Poll.UntilAsync("it is back", () => Again("c", Four), static r => r.Outcome == PrepareOutcome.Granted);
    }

    [Fact]
    public async Task Prepare_OnANodeThatDoesNotExist_IsUnavailable() =>
        Assert.Equal(PrepareOutcome.Unavailable, (await _muster.Node("east", "nowhere").Prepare(Ask("a", 1, Four, 1, false))).Outcome);

    private static JobId Id(string name) => new("test", name);

    private static (PrepareOutcome, bool) Brief(PrepareReply reply) => (reply.Outcome, reply.OnlyYounger);

    private static PrepareRequest Ask(string job, int number, ResourceVector ask, long seq, bool wound) =>
        new() { Job = Id(job), Attempt = Attempt.Of(1, number), Seq = seq, Ask = ask, AllowWound = wound };

    private Task<PrepareReply> Prepare(string job, int number, ResourceVector ask, long seq = 1, bool wound = false) =>
        Node.Prepare(Ask(job, number, ask, seq, wound));

    // A probe under a name of its own, given back at once when granted.
    private async Task<PrepareReply> Again(string job, ResourceVector ask)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{job}-{Guid.NewGuid():N}");
        var reply = await Prepare(name, 1, ask);
        await Node.Release(Id(name), Attempt.Of(1, 1));
        return reply;
    }

    private int Asked(string job)
    {
        lock (_asked)
            return _asked.GetValueOrDefault(job);
    }

    private Task OnCall(LedgerCall call)
    {
        if (call is not { Operation: "TryAbort", Job: { } job })
            return Task.CompletedTask;
        lock (_asked)
            _asked[job.Name] = _asked.GetValueOrDefault(job.Name) + 1;
        return _down ? throw new LedgerUnavailableException("down") : Task.CompletedTask;
    }

    // A job that no queue knows, admitted and opened, with all its places on the node.
    private async Task<JobRecord> AdmittedAsync(string name, ResourceVector resources)
    {
        var stop = TestContext.Current.CancellationToken;
        var tree = new QueueName("manual-" + name);
        var token = EpochToken.New();
        var job = Gang.Of(name).In(tree.Value) with { Metadata = new JobMetadata { Namespace = "test", Name = name } };
        var placement = new GangPlacement(new ClusterName("east"), [new NodeShare(NodeName, [new PodShare("main", 0, 1)], resources)]);
        await _ledger.Truth.SubmitAsync(new Submission(job, GangDemandReader.Read(job.Spec), name, name), stop);
        await _ledger.Truth.OpenTreeAsync(tree, token, stop);
        await _ledger.Truth.AdmitAsync(tree, token, [new Admission(job.Id, placement, [])], stop);
        return (await _ledger.Truth.OpenJobAsync(job.Id, stop))!;
    }

    private static PrepareRequest Request(JobRecord job, int number) => new()
    {
        Job = job.Id, Attempt = Attempt.Of(job.CoordinatorEpoch, number), Seq = job.Seq, Ask = job.Placement!.Nodes[0].Resources,
    };

    private Commit Commit(JobRecord job, int number, EpochToken token) => new()
    {
        Job = job.Id, CoordinatorEpoch = job.CoordinatorEpoch, Attempt = Attempt.Of(job.CoordinatorEpoch, number),
        Placement = job.Placement!, Grants = [new NodeGrant(NodeName, token)], Incarnation = _ledger.Incarnation,
    };
}
