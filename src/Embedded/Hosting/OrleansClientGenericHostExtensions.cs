namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host a client of silos in other processes, which this engine has not.</summary>
public static class OrleansClientGenericHostExtensions
{
    public static IHostApplicationBuilder UseOrleansClient(
        this IHostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate) =>
        throw new NotSupportedException(
            "The embedded engine is one process and has no clients in others: that needs a build with -p:Engine=Orleans.");
}
