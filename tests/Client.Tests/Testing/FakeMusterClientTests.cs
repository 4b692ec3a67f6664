using System.Collections.Immutable;
using Muster.Client;
using Muster.Client.Testing;
using Muster.Contracts;

namespace Client.Tests;

public sealed class FakeMusterClientTests
{
    private readonly FakeMusterClient _fake = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Job Job(string name = "a") => Samples.Job(name) with { Status = null, Metadata = new JobMetadata { Name = name } };

    [Fact]
    public async Task WaitForCompletionAsync_TestCompletesTheJob_EndsWithEveryChangeTold()
    {
        var job = await _fake.SubmitAsync(Job(), cancellationToken: Stop);
        var seen = new List<JobState>();
        var wait = job.WaitForCompletionAsync(new WaitOptions { Progress = new Listener(seen) }, Stop);
        Assert.False(wait.IsCompleted);
        _fake.Complete(job.Id);
        var ended = await wait;
        Assert.Equal((JobState.Succeeded, "fake"), (ended.Status!.State, ended.Status.Cluster));
        Assert.Equal([JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting, JobState.Running, JobState.Succeeded], seen);
    }

    [Fact]
    public async Task SubmitAsync_SameTokenAgain_IsAcceptedOnce()
    {
        var first = await _fake.SubmitAsync(Job(), new SubmitOptions { Token = "t" }, Stop);
        var second = await _fake.SubmitAsync(Job(), new SubmitOptions { Token = "t" }, Stop);
        Assert.Equal((true, false, first.Job!.Metadata.Uid), (first.Created, second.Created, second.Job!.Metadata.Uid));
        await Assert.ThrowsAsync<SubmissionConflictException>(() => _fake.SubmitAsync(Job("b"), new SubmitOptions { Token = "t" }, Stop));
        await Assert.ThrowsAsync<JobAlreadyExistsException>(() => _fake.SubmitAsync(Job(), null, Stop));
        await Assert.ThrowsAsync<InvalidRequestException>(() => _fake.SubmitAsync(new Job(), null, Stop));
        _fake.Queues.Add("other");
        await Assert.ThrowsAsync<QueueNotFoundException>(() => _fake.SubmitAsync(Job("c"), null, Stop));
    }

    [Fact]
    public async Task SubmitAsync_DryRun_RecordsNothing()
    {
        await _fake.SubmitAsync(Job(), new SubmitOptions { DryRun = true }, Stop);
        Assert.Empty(_fake.Jobs);
        Assert.Empty((await _fake.GetEventsAsync(null, Stop)).Items);
    }

    [Fact]
    public async Task Moves_OutOfOrder_AreRefusedAsByTheRealOne()
    {
        var job = await _fake.SubmitAsync(Job(), null, Stop);
        await Assert.ThrowsAsync<JobStateException>(() => job.DeleteAsync(null, Stop));
        _fake.Fail(job.Id);
        Assert.Equal(JobState.Failed, (await job.GetAsync(Stop)).Status!.State);
        Assert.Throws<JobStateException>(() => _fake.Complete(job.Id));
        await job.DeleteAsync(null, Stop);
        await Assert.ThrowsAsync<JobNotFoundException>(() => job.GetAsync(Stop));
    }

    [Fact]
    public async Task CancelAsync_RunningJobOfAnotherVersion_IsRefused()
    {
        var job = await _fake.SubmitAsync(Job(), null, Stop);
        _fake.Start(job.Id);
        var error = await Assert.ThrowsAsync<PreconditionFailedException>(() => job.CancelAsync(new WriteOptions { IfVersion = 1 }, Stop));
        var cancelled = await job.CancelAsync(new WriteOptions { IfVersion = error.Version }, Stop);
        Assert.Equal(JobState.Cancelled, cancelled.Status!.State);
    }

    [Fact]
    public async Task SuspendAsync_RunningJob_DrainsAndWaitsAgainWhenResumed()
    {
        var job = await _fake.SubmitAsync(Job(), null, Stop);
        _fake.Start(job.Id);
        Assert.Equal((JobState.Suspended, ReasonCode.SuspendRequested), Shown(await job.SuspendAsync(null, Stop)));
        Assert.Equal([JobState.Draining, JobState.Suspended], (await _fake.GetEventsAsync(null, Stop)).Items.TakeLast(2).Select(static c => c.To));
        var again = await job.SuspendAsync(null, Stop);
        var resumed = await job.ResumeAsync(new WriteOptions { IfVersion = again.Status!.Version }, Stop);
        Assert.Equal((JobState.Queued, job.Job!.Status!.Seq), (resumed.Status!.State, resumed.Status.Seq));
        Assert.Equal(resumed, await job.ResumeAsync(null, Stop));
        await job.SuspendAsync(null, Stop);
        Assert.Equal((JobState.Cancelled, ReasonCode.CancelRequested), Shown(await job.CancelAsync(null, Stop)));
    }

    [Fact]
    public async Task SuspendAndResumeAsync_JobThatEndsOrHasEnded_AreRefused()
    {
        var job = await _fake.SubmitAsync(Job(), null, Stop);
        _fake.Start(job.Id);
        _fake.Move(job.Id, null, JobEvent.Drain);
        foreach (var what in new[] { "it is about to end", "it has ended" })
        {
            Assert.Contains(what, (await Assert.ThrowsAsync<JobStateException>(() => job.SuspendAsync(null, Stop))).Message, StringComparison.Ordinal);
            Assert.Contains(what, (await Assert.ThrowsAsync<JobStateException>(() => job.ResumeAsync(null, Stop))).Message, StringComparison.Ordinal);
            if (what == "it is about to end")
                _fake.Fail(job.Id);
        }
    }

    [Fact]
    public async Task ListJobsAsync_Selectors_ChooseAsTheRealOneDoes()
    {
        foreach (var (name, team) in new[] { ("a", "ml"), ("b", "web"), ("c", "ml") })
            await _fake.SubmitAsync(Job(name) with { Metadata = new JobMetadata { Name = name, Labels = ImmutableSortedDictionary<string, string>.Empty.Add("team", team) } }, null, Stop);
        _fake.Start(new JobId("default", "c"));
        Assert.Equal(["c", "a"], await NamesAsync(new JobListOptions { LabelSelector = "team in (ml)", NewestFirst = true }));
        Assert.Equal(["c"], await NamesAsync(new JobListOptions { FieldSelector = "status.state=Running,status.cluster=fake" }));
        Assert.Equal(["a", "b"], await NamesAsync(new JobListOptions { FieldSelector = "status.cluster=" }));
        await Assert.ThrowsAsync<InvalidRequestException>(() => NamesAsync(new JobListOptions { FieldSelector = "spec.nothing=1" }));
    }

    [Fact]
    public async Task ListNodesAsync_LabelSelector_ChoosesNodes()
    {
        _fake.AddCluster("east", new NodeInfo { Name = "n1", Labels = ImmutableSortedDictionary<string, string>.Empty.Add("gpu", "h100") }, new NodeInfo { Name = "n2" });
        var node = Assert.Single(await _fake.ListNodesAsync("east", new NodeListOptions { LabelSelector = "gpu" }, Stop).ToListAsync(Stop));
        Assert.Equal("n1", node.Node.Name);
        await Assert.ThrowsAsync<InvalidRequestException>(() => _fake.CordonNodeAsync("east", "n1", "two\nlines", Stop));
    }

    [Fact]
    public async Task FailNextCall_OneError_FailsOneCall()
    {
        _fake.FailNextCall(new OverloadedException("full"));
        await Assert.ThrowsAsync<OverloadedException>(() => _fake.SubmitAsync(Job(), null, Stop));
        Assert.True((await _fake.SubmitAsync(Job(), null, Stop)).Created);
    }

    [Fact]
    public async Task WatchAsync_EntriesForgotten_ExpiresUnlessTheyMayBeSkipped()
    {
        var job = await _fake.SubmitAsync(Job(), null, Stop);
        _fake.Start(job.Id);
        _fake.ForgetEvents(3);
        await Assert.ThrowsAsync<WatchExpiredException>(async () => await _fake.WatchAsync(new WatchOptions { After = 1 }, Stop).FirstAsync(Stop));
        Assert.Equal(4, (await _fake.WatchAsync(new WatchOptions { After = 1, SkipLost = true }, Stop).FirstAsync(Stop)).Sequence);
    }

    [Fact]
    public async Task ReadLogAsync_Follow_EndsWithTheJob()
    {
        var job = await _fake.SubmitAsync(Job(), null, Stop);
        _fake.WriteLog(job.Id, "a-0", "hello");
        await using var lines = job.ReadLogAsync(new LogOptions { Follow = true }, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("[a-0] hello", lines.Current);
        var next = lines.MoveNextAsync();
        _fake.Complete(job.Id);
        Assert.False(await next);
    }

    [Fact]
    public async Task Cordons_OfQueueClusterAndNode_AreShown()
    {
        await _fake.SubmitAsync(Job(), null, Stop);
        _fake.AddCluster("east", new NodeInfo { Name = "n1", Allocatable = ResourceVector.Of(("cpu", 8000)) });
        Assert.Equal("disks", (await _fake.CordonQueueAsync("training", "disks", Stop)).Cordon!.Reason);
        Assert.Equal("fake", (await _fake.CordonClusterAsync("east", "disks", Stop)).Cordon!.By);
        Assert.False((await _fake.CordonNodeAsync("east", "n1", "disks", Stop)).Schedulable);
        Assert.True((await _fake.UncordonNodeAsync("east", "n1", Stop)).Schedulable);
        Assert.Single(await _fake.ListNodesAsync("east", null, Stop).ToListAsync(Stop));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => _fake.GetNodeAsync("east", "n2", Stop));
    }

    private static (JobState State, ReasonCode? Reason) Shown(Job job) => (job.Status!.State, job.Status.Reason?.Code);

    private async Task<IEnumerable<string>> NamesAsync(JobListOptions options) =>
        (await _fake.ListJobsAsync(options, Stop).ToListAsync(Stop)).Select(static j => j.Metadata.Name);

    private sealed class Listener(List<JobState> seen) : IProgress<JobChange>
    {
        public void Report(JobChange value) => seen.Add(value.To);
    }
}
