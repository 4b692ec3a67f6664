namespace Orleans.Runtime;

/// <summary>The root of the runtime's own errors.</summary>
[GenerateSerializer]
public class OrleansException : Exception
{
    public OrleansException() : base("Unexpected error.") { }

    public OrleansException(string message) : base(message) { }

    public OrleansException(string message, Exception? innerException) : base(message, innerException) { }
}
