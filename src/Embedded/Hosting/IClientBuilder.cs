using Microsoft.Extensions.Configuration;

namespace Orleans.Hosting;

/// <summary>What a client is made of.</summary>
public interface IClientBuilder
{
    IServiceCollection Services { get; }
    IConfiguration Configuration { get; }
}
