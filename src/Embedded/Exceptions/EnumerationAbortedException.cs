namespace Orleans.Runtime;

/// <summary>The grain no longer knows the enumeration: it was deactivated, or the enumeration idled too long.</summary>
[GenerateSerializer]
public sealed class EnumerationAbortedException : Exception
{
    public EnumerationAbortedException() { }

    public EnumerationAbortedException(string message) : base(message) { }

    public EnumerationAbortedException(string message, Exception innerException) : base(message, innerException) { }
}
