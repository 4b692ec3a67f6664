using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Muster.Ledger;

/// <summary>Registers the ledger on SQLite.</summary>
public static class SqliteLedgerServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ILedger"/>, <see cref="ILedgerGuard"/> and <see cref="ILedgerRecovery"/> on SQLite. The file is opened when the ledger is first asked for: ask at the start, so
    /// that a silo without its ledger does not start.
    /// </summary>
    public static IServiceCollection AddSqliteLedger(this IServiceCollection services, Action<SqliteLedgerOptions>? configure = null)
    {
        services.AddOptions<SqliteLedgerOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteLedgerOptions>, SqliteLedgerOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => SqliteLedger.Open(
            provider.GetRequiredService<IOptions<SqliteLedgerOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteLedger>>(),
            provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<ILedger>(static provider => provider.GetRequiredService<SqliteLedger>());
        services.TryAddSingleton<ILedgerGuard>(static provider => provider.GetRequiredService<ILedger>().Guard);
        services.TryAddSingleton<ILedgerRecovery>(static provider => provider.GetRequiredService<SqliteLedger>());
        return services;
    }
}
