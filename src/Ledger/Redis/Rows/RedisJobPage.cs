using System.Collections.Immutable;
using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>
/// One page of jobs, in the order of acceptance or against it. However few jobs match, it looks at no more than
/// <see cref="JobQuery.MaxExamined"/> of them, and says where to go on. Redis sieves by state and queue, this side by selectors.
/// </summary>
internal sealed class RedisJobPage(ScriptCaller caller, JobQuery query)
{
    /// <summary>Most jobs that one script looks at: it holds up everybody else.</summary>
    private const int Piece = 250;

    private readonly bool _selects = query.LabelSelector is not null || query.FieldSelector is not null;

    // Charged jobs may be few among very many that wait or have ended: they have an index, the others are looked at in order.
    private readonly bool _charged = !query.States.IsEmpty && query.States.All(JobStateMachine.IsCharged);
    private readonly ImmutableArray<JobRecord>.Builder _jobs = ImmutableArray.CreateBuilder<JobRecord>();

    private bool IsSieved => _selects || query.Queue is not null || !query.States.IsEmpty;

    public async Task<JobRecordPage> ReadAsync(CancellationToken cancellationToken)
    {
        var rowsMax = _selects ? JobQuery.MaxExamined : query.Limit;
        var lookMax = IsSieved && !_charged ? JobQuery.MaxExamined : long.MaxValue;
        var (looked, rows, last) = (0L, 0, query.AfterSeq);
        while (true)
        {
            var asked = Math.Min(Piece, lookMax - looked);
            var reply = await caller.CallAsync(LedgerScript.Page, Arguments(last, asked, rowsMax - rows), cancellationToken);
            foreach (var row in reply.Lists(2).Select(static row => RedisRow.Job(row)))
            {
                rows++;
                if (Matches(row))
                    _jobs.Add(row.ToRecord());
                if (_jobs.Count == query.Limit || rows == rowsMax)
                    return new(_jobs.ToImmutable(), row.Seq);
            }
            looked += reply.Long(0);
            if (reply.Long(0) < asked)
                return new(_jobs.ToImmutable(), null);
            last = reply.Long(1);
            if (looked == lookMax)
                return new(_jobs.ToImmutable(), last);
        }
    }

    private RedisValue[] Arguments(long last, long look, int give)
    {
        var index = _charged ? "charged" : query.Namespace is null ? "jobs" : "jobs:" + query.Namespace;
        var (from, to) = query.Descending ? (last > 0 ? $"({last}" : "+inf", "-inf") : ($"({last}", "+inf");
        return
        [
            index, from, to, query.Descending ? 1 : 0, look, give, Muster.Ledger.Arguments.States(query.States),
            Muster.Ledger.Arguments.Text(_charged ? query.Namespace : null), Muster.Ledger.Arguments.Text(query.Queue),
        ];
    }

    private bool Matches(JobRow job) =>
        query.FieldSelector?.Matches(new(job.Id.Name, job.Id.Namespace, job.Queue, job.Priority, job.State, job.Cluster)) != false
        && query.LabelSelector?.Matches(job.Body!.Metadata.Value.Labels) != false;
}
