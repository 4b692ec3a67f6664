namespace Orleans.Runtime;

/// <summary>A client is gone. (The embedded engine calls no clients and never throws it.)</summary>
[GenerateSerializer]
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(string message) : base(message) { }
}
