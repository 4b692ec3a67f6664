using Microsoft.Extensions.Diagnostics.HealthChecks;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Healthy when a silo answers.</summary>
internal sealed class MusterHealthCheck(IMusterClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var version = await client.GetVersionAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Muster {version.Version} answers");
        }
        catch (MusterException error)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, error.Message, error);
        }
    }
}
