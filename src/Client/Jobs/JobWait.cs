using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Waits for one job: looks at it, and only then follows its log from the beginning, so that nothing can fall between
/// the two. Entries of an older submission of the same name are told apart by their uid.
/// </summary>
internal sealed class JobWait(IMusterClient client, JobId id, WaitOptions options, TimeProvider clock)
{
    private long _seen;

    public async Task<Job> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Timeout is not { } timeout)
            return await WaitAsync(cancellationToken);
        using var patience = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WaitTimeoutException(id, timeout);
        }
    }

    private async Task<Job> WaitAsync(CancellationToken cancellationToken)
    {
        for (var reached = false; ;)
        {
            var job = await client.GetJobAsync(id, cancellationToken);
            if (reached || (job.Status is { } status && IsEnough(status.State)))
                return job;
            reached = await FollowAsync(job.Metadata.Uid, cancellationToken);
        }
    }

    private bool IsEnough(JobState state) => options.Until?.Invoke(state) == true || state.IsFinal();

    private async Task<bool> FollowAsync(string uid, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in client.WatchAsync(new WatchOptions { After = _seen, Job = id }, cancellationToken))
            {
                _seen = change.Sequence;
                if (change.Uid != uid)
                    continue;
                options.Progress?.Report(change);
                if (IsEnough(change.To))
                    return true;
            }
        }
        catch (WatchExpiredException)
        {
            _seen = 0; // look at the job again, and follow what the log still has
        }
        return false;
    }
}
