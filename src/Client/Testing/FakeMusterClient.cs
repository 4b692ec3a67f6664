using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client.Testing;

/// <summary>
/// A Muster in memory, for tests of code that takes an <see cref="IMusterClient"/>. It keeps to the state machine of the
/// real one and throws what that throws; jobs move when the test moves them: <see cref="Start"/>, <see cref="Complete"/>,
/// <see cref="Fail"/>. Watches and waits go on at once, and nothing sleeps.
/// </summary>
/// <param name="clock">The clock for the times in answers; null for the system's.</param>
public sealed partial class FakeMusterClient(TimeProvider? clock = null) : IMusterClient
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<JobId, Job> _jobs = [];
    private readonly Dictionary<string, (string Text, JobId Job)> _tokens = new(StringComparer.Ordinal);
    private readonly Queue<MusterException> _errors = new();
    private long _accepted;

    /// <summary>Queues that are known; empty for any. A submission to another is refused, as the real Muster does.</summary>
    public ISet<string> Queues { get; } = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>The cluster that jobs come to when they start.</summary>
    public string Cluster { get; set; } = "fake";

    /// <summary>Who the client is said to be; by default one who may do everything.</summary>
    public CallerInfo Caller { get; set; } = new("fake", [new CallerGrant("admin", null, [])]);

    /// <summary>Every job as it stands, in the order in which they were accepted.</summary>
    public ImmutableArray<Job> Jobs
    {
        get
        {
            lock (_lock)
                return [.. _jobs.Values.OrderBy(static j => j.Status!.Seq)];
        }
    }

    /// <summary>Makes the next call fail; several are kept, and fail the calls after it.</summary>
    /// <param name="error">What the call throws. Nothing is changed by it.</param>
    public void FailNextCall(MusterException error)
    {
        lock (_lock)
            _errors.Enqueue(error);
    }

    /// <inheritdoc/>
    public Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken = default) => Answer(static _ => new ServerVersion("0.0.0", "Fake"), cancellationToken);

    /// <inheritdoc/>
    public Task<CallerInfo> WhoAmIAsync(CancellationToken cancellationToken = default) => Answer(static fake => fake.Caller, cancellationToken);

    /// <inheritdoc/>
    public Task<JobHandle> SubmitAsync(Job job, SubmitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Answer(fake => fake.Submit(job, SubmissionToken.OrNew(options?.Token), options?.DryRun == true), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SubmitOutcome> SubmitBatchAsync(
        IEnumerable<JobSubmission> submissions, BatchOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submissions);
        foreach (var submission in submissions)
        {
            var sent = submission with { Token = SubmissionToken.OrNew(submission.Token) };
            SubmitOutcome outcome;
            try
            {
                outcome = new SubmitOutcome(sent, await SubmitAsync(sent.Job, new SubmitOptions { Token = sent.Token }, cancellationToken), null);
            }
            catch (MusterException error)
            {
                outcome = new SubmitOutcome(sent, null, error);
            }
            yield return outcome;
        }
    }

    /// <inheritdoc/>
    public JobHandle GetJobHandle(JobId job) => new(this, job) { Clock = _clock };

    /// <inheritdoc/>
    public Task<Job> GetJobAsync(JobId job, CancellationToken cancellationToken = default) => Answer(fake => fake.Find(job), cancellationToken);

    private JobHandle Submit(Job job, string token, bool dryRun)
    {
        var faults = JobValidator.Validate(job);
        if (!faults.IsEmpty)
            throw new InvalidRequestException(faults);
        var text = JsonSerializer.Serialize(job, MusterJson.Default.Job);
        if (_tokens.TryGetValue(token, out var sent))
            return sent.Text == text ? Handle(sent.Job, token, created: false, Find(sent.Job)) : throw new SubmissionConflictException(token);
        if (Queues.Count > 0 && !Queues.Contains(job.Spec.Queue))
            throw new QueueNotFoundException(job.Spec.Queue);
        if (_jobs.ContainsKey(job.Id))
            throw new JobAlreadyExistsException(job.Id);
        var now = _clock.GetUtcNow();
        var accepted = job with
        {
            Metadata = job.Metadata with { Uid = Guid.NewGuid().ToString() },
            Status = new JobStatus { State = JobState.Queued, Seq = _accepted + 1, Version = 1, SubmittedAt = now, Since = now },
        };
        if (dryRun)
            return Handle(job.Id, token, created: false, accepted);
        _accepted++;
        _tokens[token] = (text, job.Id);
        _jobs[job.Id] = accepted;
        Note(accepted, from: null);
        return Handle(job.Id, token, created: true, accepted);
    }

    private JobHandle Handle(JobId id, string token, bool created, Job job) => new(this, id) { Token = token, Created = created, Job = job, Clock = _clock };

    private Job Find(JobId id) => _jobs.TryGetValue(id, out var job) ? job : throw new JobNotFoundException(id);

    // Every call goes through here: cancelled or failed as the test wants it, and alone.
    private Task<T> Answer<T>(Func<FakeMusterClient, T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        lock (_lock)
            try
            {
                return _errors.TryDequeue(out var error) ? Task.FromException<T>(error) : Task.FromResult(call(this));
            }
            catch (MusterException error)
            {
                return Task.FromException<T>(error);
            }
    }
}
