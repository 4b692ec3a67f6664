namespace Orleans.Core;

/// <summary>One stored record, whatever its type.</summary>
public interface IStorage
{
    string? Etag { get; }
    bool RecordExists { get; }

    Task ClearStateAsync();
    Task WriteStateAsync();
    Task ReadStateAsync();
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
