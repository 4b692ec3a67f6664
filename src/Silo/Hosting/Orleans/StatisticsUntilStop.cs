using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>
/// Refuses the statistics that the dashboard asks for every second once the silo is told to stop. Its timer would go on while the
/// silo leaves, and each call that finds no silo for it would be logged as an error; refused once, it ends.
/// </summary>
internal sealed class StatisticsUntilStop(IHostApplicationLifetime lifetime) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return lifetime.ApplicationStopping.IsCancellationRequested && context.MethodName == nameof(IManagementGrain.GetRuntimeStatistics)
            ? Task.FromException(new SiloUnavailableException("This silo stops."))
            : context.Invoke();
    }
}
