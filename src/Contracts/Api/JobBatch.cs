using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Jobs to submit together, as <c>POST /v1/jobs:batch</c> takes them. Each stands for itself: one may fail and the next succeed.</summary>
public sealed record JobBatch
{
    /// <summary>Most jobs of a batch.</summary>
    public const int MaxItems = 1_000;

    /// <summary>Longest batch, in bytes of JSON.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The jobs, 1 to <see cref="MaxItems"/>.</summary>
    [JsonConverter(typeof(JobBatchItemsJsonConverter))]
    public ImmutableArray<JobBatchItem> Items { get; init; } = [];
}
