using Muster.Client;
using Muster.Client.Testing;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Code of the guide that is of no sample.</summary>
internal static class GuideCode
{
    public static async Task<List<string>> SweepAsync(IMusterClient muster)
    {
        var refused = new List<string>();
        var jobs = Enumerable.Range(0, 2500).Select(i => new JobSubmission(Trial(i), Token: $"sweep-7-{i}"));
        await foreach (var outcome in muster.SubmitBatchAsync(jobs))
            if (!outcome.IsAccepted)
                refused.Add($"{outcome.Submission.Job.Id}: {outcome.Error!.Message}");
        return refused;
    }

    public static async Task<bool> CancelIfStillWaitingAsync(IMusterClient muster, JobId id)
    {
        var job = await muster.GetJobAsync(id);
        if (job.Status!.State != JobState.Queued)
            return false;
        try
        {
            await muster.CancelJobAsync(id, new WriteOptions { IfVersion = job.Status.Version });
            return true;
        }
        catch (PreconditionFailedException)
        {
            // It has changed since it was read: it may have started.
            return false;
        }
    }

    public static async Task TestCancelAsync()
    {
        var muster = new FakeMusterClient();
        var job = await muster.SubmitAsync(Trial(1));
        muster.Start(job.Id);

        Assert.False(await CancelIfStillWaitingAsync(muster, job.Id));

        muster.Complete(job.Id);
        var ended = await job.WaitForCompletionAsync();
        Assert.Equal(JobState.Succeeded, ended.Status!.State);
    }

    public static async Task<ClusterSnapshot> AddAsync(IMusterClient muster, string name, string path)
    {
        var access = Kubeconfig.Read(await File.ReadAllTextAsync(path), context: null);
        var cluster = await muster.AddClusterAsync(name, access);
        return cluster;
    }

    private static Job Trial(int number) => JobBuilder.Create($"trial-{number}").WithPodSet("main", 1, pod => pod.Image("trial:1").Cpu("1")).Build();
}
