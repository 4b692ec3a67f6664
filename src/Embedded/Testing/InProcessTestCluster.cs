using System.Collections.ObjectModel;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster of several silos in this process.</summary>
public sealed class InProcessTestCluster(InProcessTestClusterOptions options) : IAsyncDisposable
{
    public InProcessTestClusterOptions Options { get; } = options;

    public IClusterClient Client => throw new InvalidOperationException();

    public ReadOnlyCollection<InProcessSiloHandle> Silos => throw new InvalidOperationException();

    public Task DeployAsync() => throw new NotImplementedException();

    public Task<InProcessSiloHandle> StartAdditionalSiloAsync() => throw new NotImplementedException();

    public Task StopSiloAsync(InProcessSiloHandle instance) => throw new NotImplementedException();

    public Task KillSiloAsync(InProcessSiloHandle instance) => throw new NotImplementedException();

    public Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance) => throw new NotImplementedException();

    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => default;
}
