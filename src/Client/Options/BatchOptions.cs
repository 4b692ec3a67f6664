namespace Muster.Client;

/// <summary>Options of a batch of submissions.</summary>
public sealed record BatchOptions : CallOptions
{
    /// <summary>Most jobs of one request.</summary>
    public const int MaxChunkSize = 1000;

    /// <summary>Most bytes of the jobs of one request: what a silo takes (4 MiB), and some room.</summary>
    public const int MaxChunkBytes = 4 * 1024 * 1024 - 64 * 1024;

    /// <summary>Most jobs of one request; 1 to 1,000, default 1,000. A longer batch is sent in several.</summary>
    public int ChunkSize { get; init; } = MaxChunkSize;
}
