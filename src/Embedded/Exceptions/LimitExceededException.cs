namespace Orleans.Runtime;

/// <summary>More calls wait for an activation than its limit allows.</summary>
[GenerateSerializer]
public sealed class LimitExceededException(string message = "Limit exceeded", Exception? innerException = null) : OrleansException(message, innerException);
