namespace Orleans.Runtime;

/// <summary>The grain no longer knows the enumeration: it was deactivated since it began.</summary>
[GenerateSerializer]
public sealed class EnumerationAbortedException(string? message = null, Exception? innerException = null)
    : Exception(message, innerException);
