using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Follows a cluster while somebody wants to know of it, and for a while after.</summary>
internal sealed class ClusterObserver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly IApiServer _confirmed;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _leave;
    private ObservationSession? _session;
    private Task _ended = Task.CompletedTask;
    private int _users;
    private bool _disposed;

    public ClusterObserver(IApiServer confirmed, GatewayOptions options, TimeProvider time, ILogger log)
    {
        (_confirmed, _options, _time, _log) = (confirmed, options, time, log);
        _leave = time.CreateTimer(_ => Leave(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reads everything; from here on the cluster is followed.</summary>
    public async Task<ClusterList> ListAsync(CancellationToken cancellationToken)
    {
        var session = Enter(start: true)!;
        try
        {
            await session.RelistAsync(cancellationToken);
            return session.Feed.Snapshot();
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Follows what comes after a revision of <see cref="ListAsync"/>.</summary>
    /// <exception cref="WatchExpiredException">The cluster was not followed since, or too much has happened.</exception>
    public async IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Enter(start: false) is not { } session)
            throw new WatchExpiredException("The cluster is not followed; list again.");
        try
        {
            await foreach (var change in session.Ring.FollowAsync(revision, _options.Silence, _time, cancellationToken))
                yield return change;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>What is known now; null while the cluster is not followed.</summary>
    public GatewayFeed? Feed
    {
        get
        {
            lock (_gate)
                return _session?.Feed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task ended;
        lock (_gate)
        {
            _disposed = true;
            End();
            ended = _ended;
        }
        await _leave.DisposeAsync();
        await ended;
    }

    private ObservationSession? Enter(bool start)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_session is null && !start)
                return null;
            _users++;
            _leave.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return _session ??= new ObservationSession(_confirmed, _options, _time, _log);
        }
    }

    private void Exit()
    {
        lock (_gate)
            if (--_users == 0 && !_disposed)
                _leave.Change(_options.Linger, Timeout.InfiniteTimeSpan);
    }

    private void Leave()
    {
        lock (_gate)
            if (_users == 0)
                End();
    }

    private void End()
    {
        if (_session is not { } session)
            return;
        _session = null;
        _ended = Task.WhenAll(_ended, session.DisposeAsync().AsTask());
    }
}
