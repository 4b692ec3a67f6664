using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>The one connection that writes, and the counters that only it moves. Belongs to the writer's thread.</summary>
internal sealed class WriteSession : IDisposable
{
    private const int TrimBatch = 256;

    private readonly long _changesKept;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _meta;
    private readonly Statement _saveCounters;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly Statement _undo;
    private (long Seq, long Epoch) _saved;
    private long _lastSeq;
    private long _lastEpoch;
    private long _firstChange;
    private (long Seq, long Epoch, long Change, Guid Incarnation, bool Recovering) _mark;
    private bool _recovering;

    public WriteSession(Database database, RecentJobs recent, long changesKept)
    {
        (Database, _changesKept) = (database, changesKept);
        Tables = new LedgerTables(database, recent);
        _begin = database.Statement("BEGIN IMMEDIATE");
        _commit = database.Statement("COMMIT");
        _meta = database.Statement("SELECT incarnation, last_seq, last_epoch FROM meta");
        _saveCounters = database.Statement("UPDATE meta SET last_seq = ?, last_epoch = ?");
        _savepoint = database.Statement("SAVEPOINT operation");
        _release = database.Statement("RELEASE operation");
        _undo = database.Statement("ROLLBACK TO operation");
        try
        {
            Reload();
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public Database Database { get; }

    public LedgerTables Tables { get; }

    /// <summary>Identity of the store.</summary>
    public Guid Incarnation { get; private set; }

    /// <summary>The moment of this transaction, in ticks of UTC: one for all its operations.</summary>
    public long Now { get; private set; }

    /// <summary>Number of the newest entry of the event log.</summary>
    public long LastChange { get; private set; }

    /// <summary>
    /// Grows with every change of a job: none of its parts ever shrinks, and each such write moves one. What names no pod
    /// (openings of nodes and queues, cordons, registrations of clusters) is not counted.
    /// </summary>
    public long Counter => LastChange + _lastSeq + _lastEpoch;

    public void Begin(DateTimeOffset now)
    {
        _begin.Execute();
        Now = now.UtcTicks;
    }

    public void Commit()
    {
        if ((_lastSeq, _lastEpoch) != _saved)
            _saveCounters.With(_lastSeq).With(_lastEpoch).Execute();
        TrimChanges();
        _commit.Execute();
        _saved = (_lastSeq, _lastEpoch);
    }

    public void Rollback()
    {
        Database.Rollback();
        Reload();
    }

    /// <summary>Begins a part of the transaction that can be undone by itself.</summary>
    public void Mark()
    {
        _savepoint.Execute();
        _mark = (_lastSeq, _lastEpoch, LastChange, Incarnation, _recovering);
    }

    /// <summary>Ends the part.</summary>
    public void Keep() => _release.Execute();

    /// <summary>Ends the part and undoes it.</summary>
    public void Undo()
    {
        _undo.Execute();
        _release.Execute();
        (_lastSeq, _lastEpoch, LastChange, Incarnation, _recovering) = _mark;
    }

    public long NextSeq() => ++_lastSeq;

    /// <summary>
    /// An epoch that no coordinator of any job ever had. Were they counted by job, a name that is used again after its job
    /// was deleted would repeat attempts, and with them the names of pods.
    /// </summary>
    public long NextEpoch() => ++_lastEpoch;

    /// <summary>The sequence number itself if it is one and no job has it, else a new one. Later ones are above it.</summary>
    public long SeqOf(long wanted)
    {
        if (wanted <= 0 || Tables.Jobs.Find(wanted) is not null)
            return NextSeq();
        _lastSeq = Math.Max(_lastSeq, wanted);
        return wanted;
    }

    /// <summary>Epochs to come are above this one.</summary>
    public void RaiseEpoch(long epoch) => _lastEpoch = Math.Max(_lastEpoch, epoch);

    /// <summary>So many epochs are never given.</summary>
    public void SkipEpochs(long count) => _lastEpoch += count;

    /// <exception cref="LedgerUnavailableException">A recovery is under way, or was, since the store was opened by this name.</exception>
    public void RequireSettled(Guid incarnation)
    {
        if (_recovering)
            throw RecoveryFaults.UnderWay();
        if (Incarnation != incarnation)
            throw RecoveryFaults.Outdated();
    }

    /// <exception cref="LedgerUnavailableException">This recovery is not under way.</exception>
    public void RequireRecovery(Guid incarnation)
    {
        if (!_recovering || Incarnation != incarnation)
            throw RecoveryFaults.Overtaken();
    }

    /// <summary>Makes the store another one, in which nothing but a recovery is recorded.</summary>
    public void BeginRecovery(Guid incarnation)
    {
        Tables.Recovery.Begin(incarnation, Now);
        (Incarnation, _recovering) = (incarnation, true);
    }

    /// <summary>Everything is recorded again.</summary>
    public void EndRecovery()
    {
        Tables.Recovery.End();
        _recovering = false;
    }

    /// <summary>Finds a job, whole.</summary>
    public JobRow? Find(JobId id) => Tables.Jobs.Find(id) is { } job ? Complete(job) : null;

    /// <summary>Adds what never changes to a job's row.</summary>
    public JobRow Complete(JobRow job) => Tables.Jobs.TryComplete(job)
        ? job
        : throw new LedgerCorruptException($"The body of {job.Id} is missing in the ledger. Restore the file from a backup.");

    /// <summary>Writes a job's new state, and the event.</summary>
    public void Move(JobRow job, JobState from, string? cluster)
    {
        Stamp(job);
        Tables.Jobs.Update(job);
        Tables.Changes.Append(job, from, cluster);
    }

    /// <summary>Writes a new job, and the event.</summary>
    public void Add(JobRow job, string token)
    {
        Stamp(job);
        Tables.Jobs.Insert(job, token);
        Tables.Changes.Append(job, null, null);
    }

    /// <summary>Writes a job of another store, and the event.</summary>
    public void Restore(JobRow job)
    {
        Stamp(job);
        Tables.Jobs.Restore(job);
        Tables.Changes.Append(job, null, job.Cluster);
    }

    public void Dispose() => Database.Dispose();

    private void Stamp(JobRow job) => (job.Change, job.Since) = (++LastChange, Now);

    private void Reload()
    {
        using (var meta = _meta.Open())
        {
            if (!meta.Next() || meta.Bytes(0).Length != 16)
                throw new LedgerCorruptException("The ledger has no identity. Restore the file from a backup.");
            Incarnation = new(meta.Bytes(0));
            _saved = (_lastSeq, _lastEpoch) = (meta.Long(1), meta.Long(2));
        }
        _recovering = Tables.Recovery.UnderWay;
        LastChange = Tables.Changes.Last();
        _firstChange = Tables.Changes.First();
    }

    // A little with each transaction, at least as fast as the log grows, and never so much that a caller feels it.
    private void TrimChanges()
    {
        var excess = LastChange - _changesKept - _firstChange + 1;
        if (excess < TrimBatch)
            return;
        var upTo = _firstChange - 1 + Math.Min(excess, TrimBatch * 8);
        Tables.Changes.Trim(upTo);
        Tables.Submissions.Trim(upTo);
        _firstChange = upTo + 1;
    }
}
