using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <inheritdoc cref="INodeGrain"/>
[GrainType("node")]
internal sealed partial class NodeGrain(
    ILedger ledger, IOptions<NodeOptions> options, TimeProvider time, ILogger<NodeGrain> logger) : Grain, INodeGrain
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly NodeClaims _claims = new();
    private readonly EpochToken _token = EpochToken.New();
    private NodeId _id;
    private NodeView? _view;
    private long _viewedAt;
    private TimeSpan _nextAudit;
    private IGrainTimer? _sweep;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = NodeId.FromKey(this.GetPrimaryKeyString());
        // The token first: what is committed before it is in what is read after it, and nothing can be committed on an
        // older activation's grant any more.
        var opening = await ledger.OpenNodeAsync(_id, _token, cancellationToken);
        foreach (var claim in opening.Claims)
            _claims.Load(claim.Job, claim.Attempt, claim.Resources);
        await Look();
    }

    public async Task<PrepareReply> Prepare(PrepareRequest request)
    {
        if (time.GetElapsedTime(_viewedAt) >= LookAgainAfter)
            await Look();
        var decision = Decide(request);
        var onlyYounger = decision.OnlyYoungerThan(request.Seq);
        if (decision.Outcome == PrepareOutcome.Busy && request.AllowWound && onlyYounger)
        {
            foreach (var claim in decision.InTheWay)
                await Settle(claim);
            decision = Decide(request);
        }
        if (decision.Outcome == PrepareOutcome.Insufficient && await Audit())
            decision = Decide(request);
        if (decision.Outcome == PrepareOutcome.Granted)
        {
            SweepWhenDue();
            return new(PrepareOutcome.Granted, _token, false, ResourceVector.Empty);
        }
        var free = _claims.Capacity?.Subtract(_claims.Used) ?? ResourceVector.Empty;
        return new(decision.Outcome, default, onlyYounger, free);
    }

    public Task Release(JobId job, Attempt attempt)
    {
        _claims.Free(job, attempt);
        return Task.CompletedTask;
    }

    public Task Confirm(JobId job, Attempt attempt)
    {
        _claims.MarkCommitted(job, attempt);
        return Task.CompletedTask;
    }

    public Task Stale(EpochToken token)
    {
        if (token == _token)
        {
            LogStale(logger, _id);
            DeactivateOnIdle();
        }
        return Task.CompletedTask;
    }

    public Task Observe(NodeView view)
    {
        if (_view is null || view.Incarnation != _view.Incarnation || view.Version > _view.Version)
            Take(view);
        return Task.CompletedTask;
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private ClaimDecision Decide(PrepareRequest request) => _claims.Prepare(request, Now + options.Value.ClaimTtl);

    // Also how a cluster grain that was activated anew learns that this node wants to hear of changes.
    private async Task Look() => Take(await GrainFactory.GetGrain<IClusterGrain>(_id.Cluster.Value).GetNode(_id.Node));

    private void Take(NodeView view)
    {
        _viewedAt = time.GetTimestamp();
        _view = view;
        _claims.Capacity = view.Node is { Schedulable: true } node ? node.Capacity : null;
    }

    // Only the ledger can say that an attempt will never be committed.
    private async Task Settle(Claim claim)
    {
        var fate = await ledger.TryAbortAsync(claim.Job, claim.Attempt);
        if (fate.Committed)
            _claims.MarkCommitted(claim.Job, claim.Attempt);
        else
            _claims.Free(claim.Job, claim.Attempt);
    }

    // A release may have been lost. Short of room, a node looks whether what it holds is held still. True when something was not.
    private async Task<bool> Audit()
    {
        if (Now < _nextAudit)
            return false;
        _nextAudit = Now + options.Value.ClaimTtl;
        var freed = false;
        foreach (var claim in _claims.Committed)
        {
            if (await ledger.ReadJobAsync(claim.Job) is { } job && job.State.HoldsPlaces() && job.Attempt == claim.Attempt)
                continue;
            _claims.Free(claim.Job, claim.Attempt);
            freed = true;
        }
        return freed;
    }

    private void SweepWhenDue() => _sweep ??= this.RegisterGrainTimer(
        static (node, _) => node.Sweep(), this,
        new GrainTimerCreationOptions(options.Value.ClaimTtl, options.Value.ClaimTtl) { KeepAlive = true });

    private async Task Sweep()
    {
        if (ledger.Guard.RolledBack is not null)
            return;
        foreach (var claim in _claims.Expired(Now))
        {
            LogExpired(logger, _id, claim.Job, claim.Attempt);
            await Settle(claim);
        }
        if (_claims.HasPrepared)
            return;
        _sweep?.Dispose();
        _sweep = null;
    }

    [LoggerMessage(1, LogLevel.Information, "Node {Node}: a newer activation exists; this one ends")]
    private static partial void LogStale(ILogger logger, NodeId node);

    [LoggerMessage(2, LogLevel.Debug, "Node {Node}: the claim of {Job} attempt {Attempt} is over its time; asking the ledger")]
    private static partial void LogExpired(ILogger logger, NodeId node, JobId job, Attempt attempt);
}
