namespace Muster.Client;

/// <summary>Which nodes of a cluster to list.</summary>
public sealed record NodeListOptions : CallOptions
{
    /// <summary>Nodes of a page, unless told otherwise.</summary>
    public const int DefaultPageSize = 500;

    /// <summary>Those with such labels, as kubectl writes it: <c>gpu in (h100,b200),!spare</c>; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Most nodes that are fetched at once; default <see cref="DefaultPageSize"/>. More are fetched as they are read.</summary>
    public int PageSize { get; init; } = DefaultPageSize;
}
