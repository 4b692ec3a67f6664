using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Muster.Client;

namespace Client.Tests;

public sealed class HostingTests
{
    private static HostApplicationBuilder Application(params IEnumerable<(string Key, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return builder;
    }

    [Fact]
    public void AddMusterClient_Configuration_IsBoundAndTheCallerHasTheLastWord()
    {
        var builder = Application(("ConnectionStrings:muster", "http://muster:81"), ("Muster:Client:Address", "http://other"), ("Muster:Client:Timeout", "00:00:07"),
            ("Muster:Client:Token", "mst_a"), ("Muster:Client:Retry:MaxTries", "4"), ("Muster:Client:Retry:Factor", "1.5"));
        builder.AddMusterClient(configure: static options => options.Token = "mst_b");
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<MusterClientOptions>>().Value;
        Assert.Equal((new Uri("http://muster:81"), TimeSpan.FromSeconds(7), "mst_b", 4, 1.5), (options.Address, options.Timeout, options.Token, options.Retry.MaxTries, options.Retry.Factor));
        Assert.IsType<MusterClient>(host.Services.GetRequiredService<IMusterClient>());
    }

    [Fact]
    public void AddKeyedMusterClient_TwoMusters_AreKeptApart()
    {
        var builder = Application(("Muster:Client:a:Address", "http://a"), ("Muster:Client:b:Address", "http://b"));
        builder.AddKeyedMusterClient("a").AddKeyedMusterClient("b");
        using var host = builder.Build();
        Assert.NotSame(host.Services.GetRequiredKeyedService<IMusterClient>("a"), host.Services.GetRequiredKeyedService<IMusterClient>("b"));
        Assert.Equal(new Uri("http://b"), host.Services.GetRequiredService<IOptionsMonitor<MusterClientOptions>>().Get("b").Address);
        Assert.Equal(["muster:a", "muster:b"], Checks(host.Services));
    }

    [Theory]
    [InlineData("Timeout", "soon")]
    [InlineData("Timeout", "-00:00:01")]
    [InlineData("Address", "muster")]
    [InlineData("Retry:MaxTries", "0")]
    [InlineData("Retry:MaxTries", "many")]
    public async Task StartAsync_OptionThatCannotBe_FailsAndNamesIt(string setting, string value)
    {
        var builder = Application(($"Muster:Client:{setting}", value));
        builder.AddMusterClient();
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(setting.Replace(':', '.').Split('.')[^1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCheck_NoSilo_IsNotHealthy()
    {
        var services = new ServiceCollection().AddLogging().AddMusterClient(static options =>
        {
            options.Address = new Uri("http://127.0.0.1:1");
            options.Retry = RetryOptions.None;
        }).BuildServiceProvider();
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, report.Entries["muster:muster"].Status);
    }

    [Fact]
    public void AddMusterClient_WithoutHealthChecks_RegistersNone() =>
        Assert.Empty(Checks(new ServiceCollection().AddOptions().AddMusterClient(static options => options.DisableHealthChecks = true).BuildServiceProvider()));

    private static IEnumerable<string> Checks(IServiceProvider services) =>
        services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(static r => r.Name);
}
