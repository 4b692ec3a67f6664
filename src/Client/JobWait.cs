using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Waits for one job: looks at it, and only then follows its log from the beginning, so that nothing can fall between
/// the two. Entries of an older submission of the same name are told apart by their uid.
/// </summary>
internal sealed class JobWait(MusterClient client, JobId id, Func<JobState, bool> until, IProgress<JobChange>? progress)
{
    private long _seen;

    public async Task<Job> RunAsync(CancellationToken cancellationToken)
    {
        for (var reached = false; ;)
        {
            var job = await client.GetAsync(id, cancellationToken);
            if (reached || (job.Status is { } status && IsEnough(status.State)))
                return job;
            reached = await FollowAsync(job.Metadata.Uid, cancellationToken);
        }
    }

    private bool IsEnough(JobState state) => until(state) || state.IsFinal();

    private async Task<bool> FollowAsync(string uid, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in client.WatchAsync(_seen, id, cancellationToken))
            {
                _seen = change.Sequence;
                if (change.Uid != uid)
                    continue;
                progress?.Report(change);
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
