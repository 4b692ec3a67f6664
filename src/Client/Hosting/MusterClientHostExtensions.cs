using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Muster.Client;

/// <summary>Registers clients with an application.</summary>
public static class MusterClientHostExtensions
{
    /// <summary>Name of the client, and of its connection string, unless told otherwise.</summary>
    public const string DefaultName = "muster";

    /// <summary>Section of the configuration that holds the options of the client; those of a keyed client are in a section of its key below it.</summary>
    public const string SectionName = "Muster:Client";

    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Registers <see cref="IMusterClient"/>, with options from the section <c>Muster:Client</c>, the address from
    /// <c>ConnectionStrings:{name}</c> if there is one, and a health check. Options are checked when the application starts.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the connection string.</param>
    /// <param name="configure">Has the last word on the options.</param>
    /// <returns>The application, for further calls.</returns>
    public static IHostApplicationBuilder AddMusterClient(
        this IHostApplicationBuilder builder, string name = DefaultName, Action<MusterClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        Register(builder.Services, name, key: null, options => Bind(options, configuration, SectionName, name), configure);
        return builder;
    }

    /// <summary>
    /// Registers <see cref="IMusterClient"/> under a key, for applications that talk to several Musters: options from the
    /// section <c>Muster:Client:{name}</c>, otherwise as <see cref="AddMusterClient(IHostApplicationBuilder, string, Action{MusterClientOptions})"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The key, and name of the connection string.</param>
    /// <param name="configure">Has the last word on the options.</param>
    /// <returns>The application, for further calls.</returns>
    public static IHostApplicationBuilder AddKeyedMusterClient(this IHostApplicationBuilder builder, string name, Action<MusterClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        Register(builder.Services, name, name, options => Bind(options, configuration, $"{SectionName}:{name}", name), configure);
        return builder;
    }

    /// <summary>Registers <see cref="IMusterClient"/> and a health check, without a configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The services, for further calls.</returns>
    public static IServiceCollection AddMusterClient(this IServiceCollection services, Action<MusterClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        Register(services, DefaultName, key: null, static _ => { }, configure);
        return services;
    }

    /// <summary>Registers <see cref="IMusterClient"/> under a key, and a health check, without a configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The services, for further calls.</returns>
    public static IServiceCollection AddKeyedMusterClient(this IServiceCollection services, string name, Action<MusterClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        Register(services, name, name, static _ => { }, configure);
        return services;
    }

    private static void Bind(MusterClientOptions options, IConfiguration configuration, string section, string name) =>
        MusterClientSettings.Bind(options, configuration.GetSection(section), configuration.GetConnectionString(name));

    private static void Register(IServiceCollection services, string name, string? key, Action<MusterClientOptions> bind, Action<MusterClientOptions>? configure)
    {
        var optionsName = key ?? Options.DefaultName;
        services.AddSingleton<IValidateOptions<MusterClientOptions>, MusterClientOptionsValidator>();
        services.AddOptions<MusterClientOptions>(optionsName).Configure(options => Apply(options, bind, configure)).ValidateOnStart();
        if (key is null)
            services.AddSingleton<IMusterClient>(provider => Create(provider, optionsName));
        else
            services.AddKeyedSingleton<IMusterClient>(key, (provider, _) => Create(provider, optionsName));
        if (WantsHealthCheck(bind, configure))
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                $"muster:{name}", provider => new MusterHealthCheck(key is null ? provider.GetRequiredService<IMusterClient>() : provider.GetRequiredKeyedService<IMusterClient>(key)),
                failureStatus: null, tags: ["muster"], HealthTimeout));
    }

    private static MusterClient Create(IServiceProvider services, string optionsName) =>
        new(services.GetRequiredService<IOptionsMonitor<MusterClientOptions>>().Get(optionsName), handler: null, services.GetService<ILogger<MusterClient>>());

    private static void Apply(MusterClientOptions options, Action<MusterClientOptions> bind, Action<MusterClientOptions>? configure)
    {
        bind(options);
        configure?.Invoke(options);
    }

    // Whether there is a check is decided when services are registered; what is wrong with the options is told at the start.
    private static bool WantsHealthCheck(Action<MusterClientOptions> bind, Action<MusterClientOptions>? configure)
    {
        var options = new MusterClientOptions();
        try
        {
            Apply(options, bind, configure);
        }
        catch (OptionsValidationException)
        {
            return true;
        }
        return !options.DisableHealthChecks;
    }
}
