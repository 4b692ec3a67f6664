using Muster.Contracts;

namespace Muster.Client;

/// <summary>Which jobs to list; empty for all.</summary>
/// <param name="Namespace">Those of a namespace.</param>
/// <param name="Queue">Those of a queue.</param>
/// <param name="State">Those in a state.</param>
public sealed record JobFilter(string? Namespace = null, string? Queue = null, JobState? State = null)
{
    /// <summary>Every job.</summary>
    public static readonly JobFilter All = new();
}
