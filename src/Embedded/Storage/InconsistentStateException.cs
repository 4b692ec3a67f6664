namespace Orleans.Storage;

/// <summary>The record changed under the grain; if this escapes a call, the activation ends.</summary>
[GenerateSerializer]
public class InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
    : OrleansException(errorMsg, storageException)
{
    public InconsistentStateException(string message) : this(message, null, null, null) { }

    public InconsistentStateException(string message, Exception? innerException) : this(message, null, null, innerException) { }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null) { }

    [Id(1)]
    public string? StoredEtag { get; } = storedEtag;

    [Id(2)]
    public string? CurrentEtag { get; } = currentEtag;

    /// <summary>Whether the activation that the error came from has yet to end for it.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
