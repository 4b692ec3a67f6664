namespace Orleans.Runtime;

/// <summary>The silo that had the call is gone; whether the call took effect is unknown.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException(string message = "Silo unavailable", Exception? innerException = null) : OrleansMessageRejectionException(message, innerException);
