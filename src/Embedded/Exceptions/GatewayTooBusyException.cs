namespace Orleans.Runtime;

/// <summary>A gateway sheds load. (The embedded engine has no gateways and never throws it.)</summary>
[GenerateSerializer]
public sealed class GatewayTooBusyException : OrleansException
{
    public GatewayTooBusyException() : base("Gateway too busy") { }

    public GatewayTooBusyException(string message) : base(message) { }

    public GatewayTooBusyException(string message, Exception innerException) : base(message, innerException) { }
}
