namespace Orleans.Embedded;

/// <summary>Sees every message before it is delivered, and may lose it, delay it or deliver it twice.</summary>
public interface IMessageInterceptor
{
    MessageVerdict Intercept(in MessageInfo message);
}
