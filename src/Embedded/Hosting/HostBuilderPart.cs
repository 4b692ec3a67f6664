using Microsoft.Extensions.Configuration;

namespace Orleans.Embedded;

internal sealed record HostBuilderPart(IServiceCollection Services, IConfiguration Configuration)
    : ISiloBuilder, IClientBuilder;
