using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Muster.Ledger;

/// <summary>Registers the ledger on Redis.</summary>
public static class RedisLedgerServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ILedger"/>, <see cref="ILedgerRecovery"/> and <see cref="ILedgerGuard"/> on Redis. It connects when the ledger is first asked for: ask
    /// at the start, so that a silo without its ledger does not start.
    /// </summary>
    public static IServiceCollection AddRedisLedger(this IServiceCollection services, Action<RedisLedgerOptions>? configure = null)
    {
        services.AddOptions<RedisLedgerOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisLedgerOptions>, RedisLedgerOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => RedisLedger.Open(
            provider.GetRequiredService<IOptions<RedisLedgerOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisLedger>>(),
            provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<ILedger>(static provider => provider.GetRequiredService<RedisLedger>());
        services.TryAddSingleton<ILedgerRecovery>(static provider => provider.GetRequiredService<RedisLedger>().Recovery);
        services.TryAddSingleton<ILedgerGuard>(static provider => provider.GetRequiredService<ILedger>().Guard);
        return services;
    }
}
