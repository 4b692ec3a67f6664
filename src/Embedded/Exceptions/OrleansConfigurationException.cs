namespace Orleans.Runtime;

/// <summary>The silo cannot start with what it was given.</summary>
[GenerateSerializer]
public sealed class OrleansConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
