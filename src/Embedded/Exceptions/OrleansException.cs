namespace Orleans.Runtime;

/// <summary>The root of the runtime's own errors.</summary>
[GenerateSerializer]
public class OrleansException(string message = "Unexpected error.", Exception? innerException = null) : Exception(message, innerException);
