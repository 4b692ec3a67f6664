using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Which jobs to list. Everything that is set must hold.</summary>
public sealed record JobQuery
{
    /// <summary>Most jobs of one page.</summary>
    public const int MaxPage = 500;

    /// <summary>
    /// Most jobs that one page looks at, in the order of the list: a page ends there even if it is short. A list of charged
    /// states alone looks at the charged jobs only.
    /// </summary>
    public const int MaxExamined = 5_000;

    /// <summary>Namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Queue.</summary>
    public string? Queue { get; init; }

    /// <summary>States; empty for all.</summary>
    public ImmutableArray<JobState> States { get; init; } = [];

    /// <summary>What the labels have to be; null for any.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>What the fields have to be; null for any.</summary>
    public FieldSelector? FieldSelector { get; init; }

    /// <summary>Newest first.</summary>
    public bool Descending { get; init; }

    /// <summary>Only jobs after the one with this sequence number, in the order of the list; 0 from its begin.</summary>
    public long AfterSeq { get; init; }

    /// <summary>Most jobs to return, 1 to <see cref="MaxPage"/>.</summary>
    public int Limit { get; init; } = MaxPage;
}
