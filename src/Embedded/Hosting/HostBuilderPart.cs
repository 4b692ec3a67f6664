using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace Orleans.Embedded;

internal sealed record HostBuilderPart(IServiceCollection Services, IConfiguration Configuration)
    : ISiloBuilder, IClientBuilder;
