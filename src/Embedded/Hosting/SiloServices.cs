using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Embedded;

/// <summary>The services every silo has.</summary>
internal static class SiloServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
    }
}
