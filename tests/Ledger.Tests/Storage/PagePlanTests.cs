using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>How SQLite finds the jobs of a page.</summary>
public sealed class PagePlanTests
{
    [Fact]
    public async Task ListJobs_WhateverIsAsked_ReadsByAnIndex()
    {
        await using var t = new TestLedger();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)));
        using var database = Database.Open(t.Options.Path, FileAccess.Read, default);
        JobQuery[] inOrder =
        [
            new(), new() { Descending = true }, new() { Namespace = "team" }, new() { Namespace = "team", Descending = true },
            new() { Queue = "leaf", Descending = true }, new() { States = [JobState.Failed, JobState.Suspended], Namespace = "team" },
        ];
        JobQuery[] charged =
        [
            new() { States = [JobState.Running], Descending = true }, new() { States = [JobState.Running], Namespace = "team", Queue = "leaf" },
        ];

        foreach (var sql in inOrder.SelectMany(static q => new[] { JobPages.PageSql(q), JobPages.EndSql(q) }))
            Assert.DoesNotContain("TEMP B-TREE", Plan(database, sql), StringComparison.Ordinal);
        foreach (var sql in charged.Select(JobPages.PageSql))
            Assert.Contains("USING INDEX job_charged", Plan(database, sql), StringComparison.Ordinal);
    }

    // Every step of it: none may read a whole table.
    private static string Plan(Database database, string sql)
    {
        var steps = new List<string>();
        using var row = database.Statement("EXPLAIN QUERY PLAN " + sql).Open();
        while (row.Next())
            steps.Add(row.Text(3));
        Assert.All(steps, static step => Assert.False(step.StartsWith("SCAN", StringComparison.Ordinal), step));
        return string.Join('\n', steps);
    }
}
