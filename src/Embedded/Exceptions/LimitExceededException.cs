namespace Orleans.Runtime;

/// <summary>More calls wait for an activation than its limit allows.</summary>
[GenerateSerializer]
public sealed class LimitExceededException : OrleansException
{
    public LimitExceededException() : base("Limit exceeded") { }

    public LimitExceededException(string message) : base(message) { }

    public LimitExceededException(string message, Exception innerException) : base(message, innerException) { }
}
