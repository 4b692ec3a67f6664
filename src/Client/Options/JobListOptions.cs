using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Which jobs to list, and in which order. Every condition narrows the list.</summary>
public sealed record JobListOptions : CallOptions
{
    /// <summary>Jobs of a page, unless told otherwise.</summary>
    public const int DefaultPageSize = 500;

    /// <summary>Those of a namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Those of a queue; null for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Those in one of these states; empty for all.</summary>
    public ImmutableArray<JobState> States { get; init; } = [];

    /// <summary>Those with such labels, as kubectl writes it: <c>team=ml,stage in (a,b),!old</c>; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>
    /// Those with such fields: <c>metadata.name</c>, <c>metadata.namespace</c>, <c>spec.queue</c>, <c>spec.priority</c>,
    /// <c>status.state</c> or <c>status.cluster</c>, compared by <c>=</c> or <c>!=</c>; null for all.
    /// </summary>
    public string? FieldSelector { get; init; }

    /// <summary>True for the job that was accepted last first; otherwise the one that was accepted first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Most jobs that are fetched at once; default <see cref="DefaultPageSize"/>. More are fetched as they are read.</summary>
    public int PageSize { get; init; } = DefaultPageSize;
}
