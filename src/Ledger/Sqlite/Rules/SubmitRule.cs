using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A submission, encoded and ready to be recorded.</summary>
internal sealed class SubmitRule
{
    private readonly JobId _id;
    private readonly string _uid;
    private readonly string _token;
    private readonly string _bodyHash;
    private readonly string _queue;
    private readonly int _priority;
    private readonly string[] _needs;
    private readonly JobBody _body;
    private readonly string? _traceParent;

    public SubmitRule(Submission submission)
    {
        var (job, demand) = (submission.Job, submission.Demand);
        _id = job.Id;
        _uid = job.Metadata.Uid.Length > 0 ? job.Metadata.Uid : Guid.NewGuid().ToString();
        (_token, _bodyHash) = (submission.Token, submission.BodyHash);
        _traceParent = submission.TraceParent;
        (_queue, _priority) = (job.Spec.Queue, job.Spec.Priority);
        _needs = [.. job.Spec.DependsOn.Select(need => need.Contains('/', StringComparison.Ordinal) ? need : $"{_id.Namespace}/{need}")];
        _body = JobBody.Of(job.Metadata with { Uid = _uid }, job.Spec, demand);
    }

    public (SubmissionResult Result, JobRow? Job) Run(WriteSession session)
    {
        var tables = session.Tables;
        if (tables.Submissions.Find(_id.Namespace, _token) is { } known)
            return known.Forgotten || known.BodyHash != _bodyHash || tables.Jobs.Find(known.Job) is not { } recorded
                ? (SubmissionResult.TokenConflict, null)
                : (SubmissionResult.Repeated, session.Complete(recorded));
        if (tables.Jobs.State(_id) is not null)
            return (SubmissionResult.NameTaken, null);

        var row = new JobRow
        {
            Seq = session.NextSeq(),
            Id = _id,
            Uid = _uid,
            Queue = _queue,
            Priority = _priority,
            SubmittedAt = session.Now,
            Body = _body,
            TraceParent = _traceParent,
        };
        session.Add(row, _token);
        tables.Submissions.Insert(_id.Namespace, _token, row.Seq, _bodyHash);
        foreach (var need in _needs)
            tables.Dependencies.Insert(need, row.Seq);
        return (SubmissionResult.Created, row);
    }
}
