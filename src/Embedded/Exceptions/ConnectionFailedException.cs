namespace Orleans.Runtime.Messaging;

/// <summary>A connection failed. (The embedded engine has no connections and never throws it.)</summary>
[GenerateSerializer]
public sealed class ConnectionFailedException : OrleansException
{
    public ConnectionFailedException(string message) : base(message) { }

    public ConnectionFailedException(string message, Exception innerException) : base(message, innerException) { }
}
