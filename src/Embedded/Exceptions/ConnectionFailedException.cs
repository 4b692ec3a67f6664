namespace Orleans.Runtime.Messaging;

/// <summary>A connection failed. (The embedded engine has no connections and never throws it.)</summary>
[GenerateSerializer]
public sealed class ConnectionFailedException(string message, Exception? innerException = null) : OrleansException(message, innerException);
