namespace Orleans.Hosting;

/// <summary>Storage that lives as long as the cluster.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name) => builder.ConfigureServices(
        services => services.AddKeyedSingleton<IGrainStorage>(
            name, (provider, _) => new MemoryGrainStorage(provider.GetRequiredService<Cluster>(), name)));

    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) =>
        builder.AddMemoryGrainStorage("Default");
}
