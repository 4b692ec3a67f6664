namespace Muster.Kubernetes;

/// <summary>What the server says of a refusal: the fields of its <c>Status</c> that are read.</summary>
internal sealed record ApiStatus
{
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public ApiStatusDetails? Details { get; init; }
}

/// <summary>The details of a <see cref="ApiStatus"/>.</summary>
internal sealed record ApiStatusDetails
{
    public List<ApiStatusCause?>? Causes { get; init; }
}

/// <summary>One of the causes of a refusal.</summary>
internal sealed record ApiStatusCause
{
    public string? Reason { get; init; }
}
