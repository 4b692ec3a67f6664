using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>
/// Keeps in the cluster how far the ledger has come, and looks there before anything is done to it: a ledger that is another
/// one, or behind that, must not be acted on. Belongs to one activation of a cluster.
/// </summary>
internal sealed partial class WitnessKeeper(
    ClusterName cluster, IClusterGateway gateway, ILedgerGuard guard, IReadOnlySet<Guid> ancestors, TimeSpan interval, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    // An API server that has just started knows nobody's rights for some seconds. After that the right is taken to be missing.
    private static readonly TimeSpan RightsPatience = TimeSpan.FromSeconds(10);

    private readonly Seldom _problems = new(time);
    private Task _look = Task.CompletedTask;
    private LedgerPosition? _written;
    private long? _refusedSince;
    private long? _passedAt;
    private bool _sure;
    private int _doubts;

    /// <summary>What people have to know of it: a right is missing. Null for nothing.</summary>
    public string? Trouble { get; private set; }

    /// <summary>How long to wait until the next turn of <see cref="TendAsync"/>, while the cluster is asked for life this often.</summary>
    public TimeSpan NextTurn(TimeSpan heartbeat) => IsOpen || interval < heartbeat ? interval : heartbeat;

    // Open for writes: it was looked at, or may not be looked at.
    private bool IsOpen => _sure || (_passedAt is { } at && time.GetElapsedTime(at) < interval * 2);

    /// <summary>After a long silence: who knows what was written there meanwhile, and what became of the ledger.</summary>
    public void Doubt()
    {
        _doubts++;
        (_sure, _passedAt) = (false, null);
    }

    /// <summary>Completes when the cluster may be written to; without waiting once it was looked at.</summary>
    /// <exception cref="LedgerRolledBackException">The ledger is not the one that was there before, or behind it.</exception>
    /// <exception cref="ClusterUnreachableException">The cluster has not told yet.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger does not say how far it is.</exception>
    public Task RequireAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
            return Task.CompletedTask;
        // One look for all that wait, whoever of them gives up.
        if (_look.IsCompleted)
            _look = LookAsync();
        return _look.WaitAsync(cancellationToken);
    }

    /// <summary>One turn: looks if that is still to be done, and writes down how far the ledger is if it has moved. Fails with nothing.</summary>
    public async Task TendAsync()
    {
        if (guard.RolledBack is not null)
            return;
        try
        {
            if (_passedAt is not null)
                await LookAsync();
            await RequireAsync(stopping);
            if (_sure && guard.Position != _written)
                await WriteAsync();
        }
        catch (Exception end) when (end is OperationCanceledException or LedgerRolledBackException)
        {
            // The activation ends, or the guard has told everybody.
        }
        catch (ClusterUnreachableException)
        {
            // Shown by its health; its witness can wait as long as it does.
        }
        catch (MusterException problem)
        {
            Warn(problem.Message);
        }
    }

    private async Task LookAsync()
    {
        var doubts = _doubts;
        try
        {
            await CompareAsync();
            (_sure, _refusedSince, _passedAt, Trouble) = (doubts == _doubts, null, null, null);
        }
        catch (ClusterUnauthorizedException refusal)
        {
            _refusedSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(_refusedSince.Value) < RightsPatience)
                throw new ClusterUnreachableException($"Cluster '{cluster}' does not say yet what it knows of the ledger: {refusal.Message}", refusal);
            // Else a Muster that was given no new rights would stand still. What a lost ledger does then is up to the operator.
            _passedAt = time.GetTimestamp();
            Tell($"it cannot be looked up there whether the ledger was lost: {refusal.Message}");
        }
    }

    // Compared each time: another silo may have come further meanwhile, and a witness never goes back.
    private async Task WriteAsync()
    {
        try
        {
            var found = await CompareAsync();
            var position = guard.Position;
            if (found != position)
                await gateway.WriteWitnessAsync(position, stopping);
            (_written, Trouble) = (position, null);
        }
        catch (ClusterUnauthorizedException refusal)
        {
            Tell($"it cannot be written down there how far the ledger is: {refusal.Message}");
        }
    }

    private Task<LedgerPosition?> CompareAsync() => Witness.CompareAsync(cluster, gateway, guard, ancestors, stopping);

    private void Tell(string trouble)
    {
        Trouble = trouble;
        Warn(trouble);
    }

    private void Warn(string problem)
    {
        if (_problems.IsNews(problem))
            LogTrouble(logger, cluster, problem);
    }

    [LoggerMessage(20, LogLevel.Warning, "Cluster {Cluster}: the witness of the ledger: {Problem}")]
    private static partial void LogTrouble(ILogger logger, ClusterName cluster, string problem);
}
