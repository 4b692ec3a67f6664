using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Waits for one job's end: looks at the job, and only then follows its log from the beginning, so that no end can fall
/// between the two. Entries of an older submission of the same name are told apart by their uid.
/// </summary>
internal sealed class JobWait(MusterClient client, JobId id, IProgress<JobChange>? progress)
{
    private long _seen;

    public async Task<Job> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var job = await client.GetAsync(id, cancellationToken);
            if (job.Status is { } status && status.State.IsFinal())
                return job;
            await FollowAsync(job.Metadata.Uid, cancellationToken);
        }
    }

    private async Task FollowAsync(string uid, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in client.WatchAsync(_seen, id, cancellationToken))
            {
                _seen = change.Sequence;
                if (change.Uid != uid)
                    continue;
                progress?.Report(change);
                if (change.To.IsFinal())
                    return;
            }
        }
        catch (WatchExpiredException)
        {
            _seen = 0; // look at the job again, and follow what the log still has
        }
    }
}
