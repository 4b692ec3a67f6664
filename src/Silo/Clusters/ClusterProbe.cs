using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <inheritdoc cref="IClusterProbe"/>
internal sealed partial class ClusterProbe(IOptions<KubernetesOptions> options, TimeProvider time, ILoggerFactory loggers) : IClusterProbe
{
    // Whose uid is the cluster's: it is made with the cluster and cannot be deleted.
    private const string Identity = "/api/v1/namespaces/kube-system";

    public async Task<ClusterCheck> CheckAsync(IClusterCredentials credentials, CancellationToken cancellationToken)
    {
        using var server = new ApiServer(credentials, options.Value.ApiServer, time, loggers.CreateLogger<ApiServer>());
        try
        {
            var uid = (await server.GetAsync(Identity, ProbeJson.Default.Namespace, cancellationToken)).Metadata?.Uid;
            return IsUid(uid) ? new ClusterCheck { Reachable = true, Uid = uid } : new ClusterCheck { Reachable = true, Problem = "it tells no identity: its kube-system namespace has no uid." };
        }
        catch (ApiException refusal)
        {
            return new ClusterCheck { Reachable = true, Problem = $"it does not tell its identity: {Names.Clip(refusal.Message, 300)}" };
        }
        catch (MusterException problem)
        {
            return new ClusterCheck { Problem = problem.Message };
        }
    }

    private static bool IsUid(string? uid) => uid is { Length: > 0 and <= ClusterRegistration.MaxUidLength } && !uid.Any(char.IsControl);

    internal sealed record Namespace(ObjectMeta? Metadata);

    internal sealed record ObjectMeta(string? Uid);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Namespace))]
    private sealed partial class ProbeJson : JsonSerializerContext;
}
