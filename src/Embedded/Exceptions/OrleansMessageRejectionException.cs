namespace Orleans.Runtime;

/// <summary>A message was refused before a grain saw it.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message, Exception? innerException = null) : base(message, innerException) { }
}
