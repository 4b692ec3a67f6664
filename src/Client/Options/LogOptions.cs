namespace Muster.Client;

/// <summary>Which lines of a job's pods to read.</summary>
public sealed record LogOptions : CallOptions
{
    /// <summary>Only this pod; null for all, whose lines then begin with <c>[pod] </c>.</summary>
    public string? Pod { get; init; }

    /// <summary>Only so many lines from the end of each pod; null for all.</summary>
    public int? TailLines { get; init; }

    /// <summary>True to go on with what the pods write from now on, until they end.</summary>
    public bool Follow { get; init; }
}
