using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Pages of jobs with their bodies, in the order of acceptance or against it. However few jobs match, a page looks at no more
/// than <see cref="JobQuery.MaxExamined"/> of them, and says where to go on.
/// </summary>
internal sealed class JobPages(Database database)
{
    private static readonly string Row = string.Join(", ", JobRow.Columns.Split(',').Select(static c => "job." + c.Trim()));

    private readonly Dictionary<string, Statement> _statements = [];

    public (List<JobRow> Jobs, long? Next) Read(JobQuery query)
    {
        var end = IsSieved(query) && !IsCharged(query) ? End(query) : null;
        var selects = query.LabelSelector is not null || query.FieldSelector is not null;
        var rowsMax = selects ? JobQuery.MaxExamined : query.Limit;
        var (jobs, examined, last) = (new List<JobRow>(), 0, 0L);
        using var row = Open(query, end, rowsMax);
        while (jobs.Count < query.Limit && row.Next())
        {
            (last, examined) = (row.Long(0), examined + 1);
            if (selects && !Matches(query, row))
                continue;
            var job = JobRow.From(row);
            job.Body = JobBody.From(row, JobRow.ColumnCount);
            jobs.Add(job);
        }
        return (jobs, jobs.Count == query.Limit || examined == rowsMax ? last : end);
    }

    /// <summary>The statement of a page.</summary>
    internal static string PageSql(JobQuery query)
    {
        // Charged jobs may be few among very many that wait or have ended: they have an index, the others are read in order.
        var charged = IsCharged(query);
        return $"""
            SELECT {Row}, job_body.metadata, job_body.spec, job_body.demand
            FROM job {(charged ? "INDEXED BY job_charged" : "")} CROSS JOIN job_body ON job_body.job = job.seq
            WHERE job.seq BETWEEN ? AND ? AND (1 << job.state) & ? != 0
            {(charged ? "AND job.root IS NOT NULL AND job.state BETWEEN ? AND ?" : "")}
            {(query.Namespace is null ? "" : charged ? "AND +job.namespace = ?" : "AND job.namespace = ?")}
            {(query.Queue is null ? "" : "AND +job.queue = ?")} ORDER BY job.seq {Order(query)} LIMIT ?
            """;
    }

    /// <summary>The statement that finds the last job that a page may look at.</summary>
    internal static string EndSql(JobQuery query) => $"""
        SELECT seq FROM job WHERE seq BETWEEN ? AND ? {(query.Namespace is null ? "" : "AND namespace = ?")}
        ORDER BY seq {Order(query)} LIMIT 1 OFFSET {JobQuery.MaxExamined - 1}
        """;

    // Null when there are not so many any more.
    private long? End(JobQuery query)
    {
        var (from, to) = Range(query, null);
        var find = Statement(EndSql(query)).With(from).With(to);
        if (query.Namespace is not null)
            find.With(query.Namespace);
        using var row = find.Open();
        return row.Next() ? row.Long(0) : null;
    }

    private Cursor Open(JobQuery query, long? end, int rowsMax)
    {
        var (from, to) = Range(query, end);
        var page = Statement(PageSql(query)).With(from).With(to)
            .With(query.States.IsEmpty ? -1 : query.States.Aggregate(0L, static (mask, state) => mask | 1L << (int)state));
        if (IsCharged(query))
            page.With((long)query.States.Min()).With((long)query.States.Max());
        if (query.Namespace is not null)
            page.With(query.Namespace);
        if (query.Queue is not null)
            page.With(query.Queue);
        return page.With(rowsMax).Open();
    }

    private Statement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = database.Statement(sql);
        return statement;
    }

    private static bool Matches(JobQuery query, in Cursor row)
    {
        if (query.FieldSelector is { } fields)
        {
            var id = JobId.FromKey(row.Text(1));
            if (!fields.Matches(new(id.Name, id.Namespace, row.Text(3), row.Int(4), (JobState)row.Int(5), row.TextOrNull(19))))
                return false;
        }
        return query.LabelSelector is not { } labels
            || labels.Matches(Json<JobMetadata>.Decode(row.Bytes(JobRow.ColumnCount), MusterJson.Default.JobMetadata).Labels);
    }

    // Whether jobs are passed over for other reasons than their place in the order of a namespace, or of all.
    private static bool IsSieved(JobQuery query) =>
        query.Queue is not null || !query.States.IsEmpty || query.LabelSelector is not null || query.FieldSelector is not null;

    private static bool IsCharged(JobQuery query) => !query.States.IsEmpty && query.States.All(JobStateMachine.IsCharged);

    private static string Order(JobQuery query) => query.Descending ? "DESC" : "ASC";

    private static (long From, long To) Range(JobQuery query, long? end) => query.Descending
        ? (end ?? 0, query.AfterSeq > 0 ? query.AfterSeq - 1 : long.MaxValue)
        : (query.AfterSeq + 1, end ?? long.MaxValue);
}
