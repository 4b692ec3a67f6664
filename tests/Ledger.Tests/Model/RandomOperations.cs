using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>
/// Random operations over few jobs, nodes and trees, so that they meet. An operation is a function of the ledger, so that
/// the same one can be put to two; most look at what is there, so that they often succeed.
/// </summary>
internal sealed class RandomOperations(int seed, ILedger looked, TimeProvider time)
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f"];
    private static readonly string[] Nodes = ["n1", "n2", "n3"];
    private static readonly QueueName[] Roots = [new("r1"), new("r2")];
    private static readonly EpochToken[] Tokens = [.. Enumerable.Range(1, 3).Select(i => new EpochToken(new Guid(i, 0, 0, new byte[8])))];
    private static readonly JobState[] Goals = [JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Suspended];

    private readonly Random _random = new(seed);

    /// <summary>Tokens that are likely to be current: what was last opened.</summary>
    private readonly Dictionary<string, EpochToken> _opened = [];

    private int _submissions;

    public async Task<Func<ILedger, Task<object?>>> NextAsync(CancellationToken stop)
    {
        var id = Sample.Id(Pick(Names));
        var job = await looked.ReadJobAsync(id, stop);
        return _random.Next(2) == 0 ? Useful(id, job) : Any(id, job);
    }

    /// <summary>What a job needs next: without this hardly any would ever come to run.</summary>
    private Func<ILedger, Task<object?>> Useful(JobId id, JobRecord? job) => job?.State switch
    {
        null => Submit(id),
        JobState.Queued => Admit(id),
        JobState.Admitted => _random.Next(4) == 0 ? OpenJob(id) : Commit(id, job),
        JobState.Suspended when _random.Next(2) == 0 => OpenJob(id),
        { } state when state.IsFinal() => Delete(id, job),
        _ => Transition(id, job),
    };

    private Func<ILedger, Task<object?>> Any(JobId id, JobRecord? job) => _random.Next(100) switch
    {
        < 12 => Submit(id),
        < 18 => Delete(id, job),
        < 26 => Open(),
        < 38 => Admit(id),
        < 54 => OpenJob(id),
        < 60 => Commit(id, job),
        < 68 => Abort(id, job),
        < 80 => Transition(id, job),
        < 83 => Cordons(),
        < 88 => Clusters(),
        _ => Look(id),
    };

    private Func<ILedger, Task<object?>> Submit(JobId id)
    {
        // Tokens from a small window: fresh ones, repeats of late, and repeats with another body.
        var number = _random.Next(3) == 0 ? ++_submissions : Math.Max(1, _submissions - _random.Next(4));
        var submission = Sample.Submission(
            id.Name, $"t{number}", _random.Next(8) == 0 ? "other" : "hash", Pick(["leaf1", "leaf2"]), needs: [Pick(Names)]);
        submission = submission with { Demand = Sample.Demand(_random.Next(1, 4)) };
        return async l => await l.SubmitAsync(submission);
    }

    private static Func<ILedger, Task<object?>> OpenJob(JobId id) => async l => await l.OpenJobAsync(id);

    private Func<ILedger, Task<object?>> Delete(JobId id, JobRecord? job)
    {
        long? version = _random.Next(3) == 0 ? NearVersion(job) : null;
        return async l => await l.DeleteJobAsync(id, version);
    }

    private Func<ILedger, Task<object?>> Open()
    {
        var token = Pick(Tokens);
        if (_random.Next(3) == 0)
        {
            var root = Pick(Roots);
            _opened[root.Value] = token;
            return async l => await l.OpenTreeAsync(root, token);
        }
        var node = Pick(Nodes);
        _opened[node] = token;
        return async l => await l.OpenNodeAsync(Sample.Node(node), token);
    }

    private Func<ILedger, Task<object?>> Admit(JobId id)
    {
        var root = Pick(Roots);
        var token = Current(root.Value);
        Admission[] batch =
        [
            new(id, Sample.Placement(Pick(Nodes)), Sample.Charge()),
            .. _random.Next(3) == 0 ? [new Admission(Sample.Id(Pick(Names)), Sample.Placement("n1", "n2"), [])] : Array.Empty<Admission>(),
        ];
        return async l => await l.AdmitAsync(root, token, [.. batch]);
    }

    private Func<ILedger, Task<object?>> Commit(JobId id, JobRecord? job)
    {
        var nodes = _random.GetItems(Nodes, _random.Next(1, 4)).Distinct().ToArray();
        var grants = nodes.Skip(_random.Next(10) == 0 ? 1 : 0).Select(node => (node, Current(node))).ToArray();
        var attempt = NearAttempt(job);
        var epoch = (job?.CoordinatorEpoch ?? 0) + (_random.Next(6) == 0 ? 1 : 0);
        var other = _random.Next(25) == 0;
        return async l => await l.CommitAsync(l.Commit(id.Name, attempt, epoch, grants) with
        {
            Placement = Sample.Placement(nodes),
            Incarnation = other ? Guid.Empty : l.Incarnation,
        });
    }

    private Func<ILedger, Task<object?>> Abort(JobId id, JobRecord? job)
    {
        var attempt = NearAttempt(job);
        return async l => await l.TryAbortAsync(id, attempt);
    }

    private Func<ILedger, Task<object?>> Transition(JobId id, JobRecord? job)
    {
        JobEvent[] all = [.. Enum.GetValues<JobEvent>().Except([JobEvent.Admit, JobEvent.Commit])];
        var allowed = all.Where(e => job is not null && JobStateMachine.Next(job.State, e) is not null).ToArray();
        var forward = allowed.Intersect([JobEvent.Start, JobEvent.Run]).ToArray();
        var trigger = Pick(forward.Length > 0 && _random.Next(2) == 0 ? forward : allowed.Length > 0 && _random.Next(5) != 0 ? allowed : all);
        var transition = new JobTransition
        {
            Job = id,
            Event = trigger,
            Uid = _random.Next(3) switch { 0 => "uid-" + id.Name, 1 => null, _ => _random.Next(6) == 0 ? "uid-else" : null },
            Attempt = _random.Next(3) == 0 ? NearAttempt(job) : null,
            CoordinatorEpoch = _random.Next(4) == 0 ? (job?.CoordinatorEpoch ?? 0) + _random.Next(2) : null,
            IfVersion = _random.Next(4) == 0 ? NearVersion(job) : null,
            Reason = _random.Next(2) == 0 ? new Reason(Pick(Enum.GetValues<ReasonCode>()), "because " + _random.Next(9)) : null,
            DrainTo = trigger == JobEvent.Drain ? Pick(Goals) : null,
            ChargeRetry = _random.Next(2) == 0,
            NotBefore = _random.Next(2) == 0 ? time.GetUtcNow().AddSeconds(_random.Next(60)) : null,
        };
        return async l => await l.TransitionAsync(transition);
    }

    private Func<ILedger, Task<object?>> Look(JobId id)
    {
        var (root, leaf, state) = (Pick(Roots), Pick(["leaf1", "leaf2"]), Pick(Enum.GetValues<JobState>()));
        var before = time.GetUtcNow().AddSeconds(-_random.Next(20));
        var after = _random.Next(_submissions + 1);
        JobId? ofJob = _random.Next(2) == 0 ? id : null;
        return _random.Next(8) switch
        {
            0 => async l => await l.ListStuckAsync(root, state, before, 3),
            1 => async l => await l.ListQueuedAsync(new(leaf), after, 3),
            2 => async l => await l.ListPlacedAsync(Sample.Cluster),
            3 => async l => await l.ListDependentsAsync(id),
            4 => async l => (await l.ReadStatesAsync([.. Names.Select(Sample.Id)])).OrderBy(s => s.Key.Name).ToArray(),
            5 => async l => await l.ReadChangesAsync(after, ofJob, 20),
            6 => async l => await l.ListJobsAsync(new JobQuery { Queue = leaf, States = [state], Limit = 3, Descending = after % 2 == 0 }),
            _ => async l => await l.ListJobsAsync(new JobQuery
            {
                Namespace = "team", AfterSeq = after, Descending = ofJob is null, Limit = 4,
                LabelSelector = LabelSelector.Parse(ofJob is null ? "!none" : "name!=" + id.Name),
                FieldSelector = FieldSelector.Parse(ofJob is null ? $"status.cluster={Sample.Cluster}" : $"spec.queue={leaf},status.state!={state}"),
            }),
        };
    }

    /// <summary>What clusters might show: some of it known, some newer, some of another submission.</summary>
    public async Task<ImmutableArray<RecoveredJob>> RecoveredAsync(CancellationToken stop)
    {
        var jobs = ImmutableArray.CreateBuilder<RecoveredJob>();
        foreach (var id in Names.Where(_ => _random.Next(2) == 0).Select(Sample.Id))
            jobs.Add(Recovered(id, await looked.ReadJobAsync(id, stop)));
        return jobs.ToImmutable();
    }

    public long Epoch() => _random.Next(100);

    private RecoveredJob Recovered(JobId id, JobRecord? known)
    {
        var submitted = Sample.Submission(id.Name, queue: Pick(["leaf1", "leaf2"]));
        var state = Pick([JobState.Committed, JobState.Starting, JobState.Running, JobState.Fencing, JobState.Draining]);
        var attempt = _random.Next(3) == 0 && known?.Attempt.Value > 0 ? known.Attempt : new((known?.Attempt.Value ?? 0) + _random.Next(1, 3));
        return new()
        {
            Id = id, Uid = _random.Next(6) == 0 ? "uid-else" : "uid-" + id.Name, Seq = _random.Next(3) == 0 ? _random.Next(_submissions + 1) : _submissions + _random.Next(20),
            Metadata = submitted.Job.Metadata, Spec = submitted.Job.Spec, Demand = submitted.Demand, Root = Pick(Roots), State = state,
            DrainTo = state == JobState.Draining ? JobState.Suspended : null, Reason = _random.Next(2) == 0 ? new Reason(ReasonCode.PodLost, "gone") : null,
            Attempt = attempt, Newest = new(attempt.Value + _random.Next(2)), Placement = Sample.Placement([.. _random.GetItems(Nodes, _random.Next(1, 3)).Distinct()]),
            Charge = _random.Next(4) == 0 ? [] : Sample.Charge(), Runs = _random.Next(4), Retries = _random.Next(2), SubmittedAt = time.GetUtcNow().AddHours(-1),
        };
    }

    private long NearVersion(JobRecord? job) => (job?.Version ?? 1) - (_random.Next(4) == 0 ? 1 : 0);

    private Func<ILedger, Task<object?>> Cordons()
    {
        var target = Pick(["queue/a", "queue/b", "node/c/n1", "node/c/n2", "node/cc/n1", "cluster/c"]);
        var cordon = _random.Next(3) == 0 ? null : new Cordon(Pick(["", "disks"]), Pick(["ops", "root"]), time.GetUtcNow());
        var prefix = Pick(["queue/", "node/c/", "node/"]);
        return _random.Next(3) == 0
            ? async l => (await l.ReadCordonsAsync(prefix)).OrderBy(c => c.Key, StringComparer.Ordinal).ToArray()
            : async l => new SetCordon(cordon is not null, await l.SetCordonAsync(target, cordon));
    }

    // The name that places are held in, and one that nobody uses.
    private Func<ILedger, Task<object?>> Clusters()
    {
        var spec = new ClusterSpec { Name = Pick([Sample.Cluster.Value, "c2"]), Labels = ImmutableSortedDictionary<string, string>.Empty.Add("zone", Pick(["a", "a", "a", "b"])) };
        var cluster = new ClusterRegistration { Spec = spec, Uid = Pick([null, null, "one", "one", "one", "two"]), AddedBy = "ops", AddedAt = time.GetUtcNow() };
        // Whoever insists while jobs come and go leaves a cluster that is being removed for long.
        var force = _random.Next(12) == 0;
        var (expected, uid, flag) = (Pick([null, null, "one", "two"]), Pick(["one", "two"]), _random.Next(3) == 0);
        return _random.Next(12) switch
        {
            0 => async l => await l.ReadClustersAsync(),
            1 => async l => await l.PinClusterAsync(spec, expected, uid, flag),
            2 or 3 or 4 => async l => await l.RemoveClusterAsync(new(spec.Name), force),
            _ => async l => await l.RegisterClusterAsync(cluster, flag),
        };
    }

    private Attempt NearAttempt(JobRecord? job) => _random.Next(4) switch
    {
        0 => job?.Attempt is { Value: > 0 } last ? last : Attempt.Of(1, 1),
        1 => new((job?.AbortedUpTo.Value ?? 0) + _random.Next(-1, 2)),
        _ => Attempt.Of(job?.CoordinatorEpoch ?? 1, (job?.Runs ?? 0) + 1 + _random.Next(3)),
    };

    private EpochToken Current(string name) =>
        _random.Next(6) != 0 && _opened.TryGetValue(name, out var token) ? token : Pick(Tokens);

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];
}
