using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Silo;

/// <summary>Recovers the ledger from the clusters, when an operator asks for it. One at a time; it goes on when nobody waits for it.</summary>
internal sealed partial class RecoveryDesk(
    ILedgerRecovery ledger, IClusterGateways gateways, ClusterRegistry clusters, IOptions<FleetOptions> fleet, IOptions<MemberClusterOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RecoveryDesk> logger, ILedgerGuard guard) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile RecoveryReport _last = new();

    /// <summary>How the store stands, and what became of the last recovery that this silo was asked for.</summary>
    public async Task<RecoveryReport> ReadAsync(CancellationToken cancellationToken)
    {
        var standing = await ledger.ReadStandingAsync(cancellationToken);
        return _last with
        {
            Stopped = guard.RolledBack?.Message, Incarnation = standing.Incarnation?.ToString(), Frozen = standing.UnderWay,
            Ancestors = [.. standing.Ancestors.Select(static a => a.ToString()).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Looks what there is to do, and changes nothing.</summary>
    /// <exception cref="InvalidRequestException">A cluster that is to be left out is not there.</exception>
    public async Task<RecoveryReport> PlanAsync(IReadOnlySet<string> without, CancellationToken cancellationToken)
    {
        if (_last.State == RecoveryState.Running)
            return await ReadAsync(cancellationToken);
        _last = Report(RecoveryState.Planned, await LookAsync(without, cancellationToken));
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Looks, and if every cluster can be looked at, begins. Answers before the end; see <see cref="ReadAsync"/>.</summary>
    /// <exception cref="InvalidRequestException">A cluster that is to be left out is not there.</exception>
    /// <exception cref="RecoveryRefusedException">A cluster cannot be looked at, and was not left out. Nothing was changed.</exception>
    public async Task<RecoveryReport> BeginAsync(IReadOnlySet<string> without, CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
            return await ReadAsync(cancellationToken);
        try
        {
            var look = await LookAsync(without, cancellationToken);
            if (look.Missing.ToArray() is { Length: > 0 } missing)
                throw new RecoveryRefusedException(
                    $"Nothing was changed, as {missing.Length} cluster(s) cannot be looked at: {string.Join("; ", missing.Take(5).Select(static c => $"{c.Name}: {c.Problem}"))}. "
                    + $"See to them, or leave them out: muster recover --yes{string.Concat(missing.Select(static c => $" --without {c.Name}"))}");
            _last = Report(RecoveryState.Running, look);
        }
        catch
        {
            _turn.Release();
            throw;
        }
        _ = RunAsync(without, _last, lifetime.ApplicationStopping);
        return await ReadAsync(cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private async Task RunAsync(IReadOnlySet<string> without, RecoveryReport planned, CancellationToken cancellationToken)
    {
        try
        {
            LogBegun(logger);
            _last = await RecoverAsync(without, planned, cancellationToken);
            LogEnded(logger, _last.Recreated, _last.MovedForward, _last.Kept, _last.Superseded, _last.Unrecoverable);
        }
        catch (Exception problem)
        {
            LogBroken(logger, problem);
            _last = planned with { State = RecoveryState.Failed, Problem = $"It broke off: {problem.Message} Begin it again: muster recover --yes" };
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<RecoveryReport> RecoverAsync(IReadOnlySet<string> without, RecoveryReport planned, CancellationToken cancellationToken)
    {
        var before = await LookAsync(without, cancellationToken);
        var incarnation = await ledger.BeginAsync([.. before.Plan.Ancestors.Union(before.Witnesses)], before.Plan.Epoch, cancellationToken);
        // This one is one of the silos of before, too.
        guard.Report("The ledger is being recovered from the clusters, or was since this silo was started; start it anew once that has ended.");
        // What an older silo had begun to bind is bound by then, and is seen.
        await Task.Delay(options.Value.BindWindow, time, cancellationToken);
        var look = await LookAsync(without, cancellationToken);
        if (look.Missing.FirstOrDefault() is { } missing)
            throw new ClusterUnreachableException($"Cluster {missing.Name} could be looked at before, and cannot now: {missing.Problem}");
        foreach (var batch in look.Plan.Decisions.Where(static d => d.Target is not null).OrderBy(static d => d.Target!.Seq).Chunk(ILedgerRecovery.MaxBatch))
            await ledger.RecoverAsync(incarnation, [.. batch.Select(ToRecord)], cancellationToken);
        var unwitnessed = await WitnessAsync(look, incarnation, cancellationToken);
        await ledger.EndAsync(incarnation, cancellationToken);
        return Report(RecoveryState.Done, look) with { Problem = unwitnessed };
    }

    // Else a silo that is started takes the recovered store for a wrong one.
    private async Task<string?> WitnessAsync(FleetLook look, Guid incarnation, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var cluster in look.Clusters.Where(static c => !c.LeftOut))
            try
            {
                await gateways.Get(new(cluster.Name)).WriteWitnessAsync(new LedgerPosition(incarnation, 0), cancellationToken);
            }
            catch (MusterException problem)
            {
                problems.Add($"cluster {cluster.Name}: {problem.Message}");
            }
        return problems.Count == 0 ? null : $"The ledger is recovered, and could not be written down in {string.Join("; ", problems)}";
    }

    private Task<FleetLook> LookAsync(IReadOnlySet<string> without, CancellationToken cancellationToken)
    {
        if (without.FirstOrDefault(name => clusters.Find(name) is null) is { } unknown)
            throw new InvalidRequestException("without", $"there is no cluster '{Names.Clip(unknown)}'", "name one of those that muster get clusters shows");
        if (clusters.Clusters.Count == 0)
            throw new InvalidRequestException("clusters", "there are none", "add the clusters that the lost ledger knew of first: muster cluster add");
        return FleetLook.TakeAsync(clusters.Clusters, without, gateways, ledger, new(fleet.Value.Queues, fleet.Value.Flavors), cancellationToken);
    }

    private static RecoveryReport Report(RecoveryState state, FleetLook look)
    {
        int Count(RecoveryVerdict verdict) => look.Plan.Decisions.Count(d => d.Verdict == verdict);
        return new()
        {
            State = state, Clusters = look.Clusters, Recreated = Count(RecoveryVerdict.Recreate), MovedForward = Count(RecoveryVerdict.MoveForward),
            Kept = Count(RecoveryVerdict.Keep), Superseded = Count(RecoveryVerdict.Superseded), Unrecoverable = Count(RecoveryVerdict.Unrecoverable),
            Jobs =
            [
                .. look.Plan.Decisions.OrderBy(static d => d.Verdict is RecoveryVerdict.Keep or RecoveryVerdict.Superseded).Take(RecoveryReport.MaxJobs).Select(static d => new RecoveryJob
                {
                    Job = d.Job.ToString(), Attempt = d.Attempt.ToString(), Cluster = d.Cluster.Value, Pods = d.Pods, Verdict = d.Verdict, Reason = d.Reason,
                }),
            ],
        };
    }

    private static RecoveredJob ToRecord(RecoveryDecision decision)
    {
        var target = decision.Target!;
        return new()
        {
            Id = decision.Job, Uid = decision.Uid, Seq = target.Seq, Metadata = target.Metadata, Spec = target.Spec, Demand = target.Demand, Root = target.Root,
            State = target.State, DrainTo = target.DrainTo, Reason = target.Reason, Attempt = decision.Attempt, Newest = target.Newest, Placement = target.Placement,
            Charge = target.Charge, Runs = target.Runs, Retries = target.Retries, SubmittedAt = target.SubmittedAt,
        };
    }

    [LoggerMessage(1, LogLevel.Warning, "The ledger is being recovered from the clusters; nothing else is recorded until that has ended")]
    private static partial void LogBegun(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "The ledger was recovered: {Recreated} jobs put on record, {Moved} moved forward, {Kept} as they were, {Superseded} attempts superseded, {Unrecoverable} left alone. Start every silo anew")]
    private static partial void LogEnded(ILogger logger, int recreated, int moved, int kept, int superseded, int unrecoverable);

    [LoggerMessage(3, LogLevel.Error, "The recovery of the ledger broke off; begin it again")]
    private static partial void LogBroken(ILogger logger, Exception error);
}
