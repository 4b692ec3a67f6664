using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Which jobs to list. Everything that is set must hold.</summary>
public sealed record JobQuery
{
    /// <summary>Most jobs of one page.</summary>
    public const int MaxPage = 500;

    /// <summary>Namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Queue.</summary>
    public string? Queue { get; init; }

    /// <summary>States; empty for all.</summary>
    public ImmutableArray<JobState> States { get; init; } = [];

    /// <summary>Only jobs accepted after the one with this sequence number.</summary>
    public long AfterSeq { get; init; }

    /// <summary>Most jobs to return, 1 to <see cref="MaxPage"/>.</summary>
    public int Limit { get; init; } = MaxPage;
}
