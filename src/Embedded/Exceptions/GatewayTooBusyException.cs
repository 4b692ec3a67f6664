namespace Orleans.Runtime;

/// <summary>A gateway sheds load. (The embedded engine has no gateways and never throws it.)</summary>
[GenerateSerializer]
public sealed class GatewayTooBusyException(string message = "Gateway too busy", Exception? innerException = null) : OrleansException(message, innerException);
