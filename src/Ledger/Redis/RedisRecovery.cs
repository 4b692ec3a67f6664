using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using StackExchange.Redis;
using static Muster.Ledger.Arguments;

namespace Muster.Ledger;

/// <summary>
/// Recovery of the ledger in a Redis. Looks at the store as it is, with a guard of its own: the one that this silo has opened may
/// be gone.
/// </summary>
internal sealed class RedisRecovery(ConnectionMultiplexer connection, RedisLedgerOptions options, TimeProvider time, LedgerMeter meter) : ILedgerRecovery, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private ScriptCaller? _caller;

    /// <inheritdoc/>
    public async Task<RecoveryStanding> ReadStandingAsync(CancellationToken cancellationToken = default)
    {
        if (!await RedisOpening.ExistsAsync(connection.GetDatabase(), options))
            return new(null, [], false);
        var (caller, incarnation) = await LookAsync(cancellationToken);
        var reply = await caller.CallAsync(LedgerScript.Standing, [], cancellationToken);
        var ancestors = reply.List(0);
        return new(incarnation, [.. Enumerable.Range(0, ancestors.Length).Select(i => Guid.ParseExact(ancestors.Text(i), "N"))], reply.Long(1) == 1);
    }

    /// <inheritdoc/>
    public async Task<JobRecord?> ReadRecordAsync(JobId job, CancellationToken cancellationToken = default)
    {
        try
        {
            if (_caller is { } known)
                return await ReadAsync(known, job, cancellationToken);
        }
        catch (LedgerRolledBackException)
        {
            // It is another one since it was looked at.
        }
        return await RedisOpening.ExistsAsync(connection.GetDatabase(), options)
            ? await ReadAsync((await LookAsync(cancellationToken)).Caller, job, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public async Task<Guid> BeginAsync(ImmutableArray<Guid> ancestors, long epoch, CancellationToken cancellationToken = default)
    {
        var incarnation = Guid.NewGuid();
        var (caller, _) = await LookAsync(cancellationToken);
        await caller.WriteAsync(
            LedgerScript.RecoverBegin,
            [incarnation.ToString("N"), epoch, RecoveryRules.SkippedEpochs, .. ancestors.Select(static a => (RedisValue)a.ToString("N"))],
            cancellationToken);
        return (await LookAsync(cancellationToken)).Incarnation == incarnation ? incarnation : throw RecoveryFaults.Overtaken();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<RecoveryResult>> RecoverAsync(
        Guid incarnation, ImmutableArray<RecoveredJob> jobs, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jobs.Length, ILedgerRecovery.MaxBatch, nameof(jobs));
        foreach (var job in jobs)
            job.Require();
        var sent = jobs.Select(job => SendAsync(incarnation, LedgerScript.Recover, Encode(new(job)), cancellationToken)).ToArray();
        return [.. (await Task.WhenAll(sent)).Select(static reply => Enum.Parse<RecoveryResult>(reply.Text(0)))];
    }

    /// <inheritdoc/>
    public Task EndAsync(Guid incarnation, CancellationToken cancellationToken = default) =>
        SendAsync(incarnation, LedgerScript.RecoverEnd, [], cancellationToken);

    public void Dispose()
    {
        _caller?.Dispose();
        _turn.Dispose();
    }

    private static async Task<JobRecord?> ReadAsync(ScriptCaller caller, JobId job, CancellationToken cancellationToken) =>
        RedisRow.Job(await caller.CallAsync(LedgerScript.RecoverRead, [job.ToString(), "0"], cancellationToken), 0)?.ToRecord();

    private async Task<Reply> SendAsync(Guid incarnation, LedgerScript script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var caller = _caller is { } known && known.Incarnation == incarnation ? known : (await LookAsync(cancellationToken)).Caller;
            return caller.Incarnation == incarnation
                ? await caller.WriteAsync(script, arguments, cancellationToken)
                : throw RecoveryFaults.Overtaken();
        }
        catch (LedgerRolledBackException)
        {
            throw RecoveryFaults.Overtaken();
        }
    }

    // Opens the store anew, whatever it is by now; makes one where there is none.
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A caller may use it still; it holds no more than a token that nothing waits for.")]
    private async Task<(ScriptCaller Caller, Guid Incarnation)> LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (position, _) = await RedisOpening.OpenAsync(connection.GetDatabase(), Unwitnessed());
            var guard = new RedisGuard(position, NullLogger.Instance) { Probe = static _ => Task.CompletedTask };
            return (_caller = new ScriptCaller(connection.GetDatabase(), options, time, guard, meter), position.Incarnation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private RedisLedgerOptions Unwitnessed() => new()
    {
        Configuration = options.Configuration, Prefix = options.Prefix, Production = options.Production,
        SettingsCheckedByOperator = options.SettingsCheckedByOperator, CallTimeout = options.CallTimeout,
    };

    private static RedisValue[] Encode(RecoveredRow row)
    {
        var job = row.Job;
        return
        [
            job.Id.ToString(), job.Id.Namespace, Math.Max(0, job.Seq), job.Uid, job.Spec.Queue, job.Spec.Priority, Moment(job.SubmittedAt),
            row.Body.Metadata.Utf8, row.Body.Spec.Utf8, row.Body.Demand.Utf8, job.Root.Value, (int)job.State,
            job.DrainTo is { } goal ? (RedisValue)(int)goal : "", job.Reason is { } reason ? (RedisValue)(int)reason.Code : "", Text(job.Reason?.Message),
            Of(job.Attempt, nameof(row)), Of(job.Newest, nameof(row)), Number(job.Newest.Epoch), job.Placement.Cluster.Value, row.Placement.Utf8, row.Charge.Utf8,
            job.Runs, job.Retries, .. job.Placement.Nodes.Select(static node => (RedisValue)node.Node),
        ];
    }
}
