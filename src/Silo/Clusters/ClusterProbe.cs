using System.Collections.Immutable;
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

    // Rights that one sentence names; the list has them all.
    private const int MaxNamed = 20;

    public async Task<ClusterCheck> CheckAsync(IClusterCredentials credentials, IReadOnlyCollection<string> namespaces, CancellationToken cancellationToken)
    {
        using var server = new ApiServer(credentials, options.Value.ApiServer, time, loggers.CreateLogger<ApiServer>());
        try
        {
            var uid = (await server.GetAsync(Identity, ProbeJson.Default.Namespace, cancellationToken)).Metadata?.Uid;
            if (!IsUid(uid))
                return new ClusterCheck { Reachable = true, Problem = "it tells no identity: its kube-system namespace has no uid." };
            return Judge(uid, await PermissionCheck.RunAsync(server, options.Value.HomeNamespace, namespaces, cancellationToken));
        }
        catch (ApiException refusal)
        {
            return await RefusedAsync(server, namespaces, refusal, cancellationToken);
        }
        catch (MusterException problem)
        {
            return new ClusterCheck { Problem = problem.Message };
        }
    }

    private static ClusterCheck Judge(string? uid, ImmutableArray<MissingRight> missing) => new()
    {
        Reachable = true, Uid = uid, Missing = [.. missing.Select(static m => m.ToString())],
        Problem = missing.IsEmpty ? null : $"{missing.Length} rights are missing: {string.Join("; ", missing.Take(MaxNamed))}{(missing.Length > MaxNamed ? "; and more" : "")}.",
    };

    // Who may not even see who answers has more rights to be told of, if the cluster tells.
    private async Task<ClusterCheck> RefusedAsync(ApiServer server, IReadOnlyCollection<string> namespaces, ApiException refusal, CancellationToken cancellationToken)
    {
        try
        {
            if (Judge(null, await PermissionCheck.RunAsync(server, options.Value.HomeNamespace, namespaces, cancellationToken)) is { Missing.IsEmpty: false } check)
                return check;
        }
        catch (Exception error) when (error is ApiException or MusterException)
        {
            // What was refused first says more.
        }
        return new ClusterCheck { Reachable = true, Problem = $"it does not tell its identity: {Names.Clip(refusal.Message, 300).TrimEnd('.')}." };
    }

    private static bool IsUid(string? uid) => uid is { Length: > 0 and <= ClusterRegistration.MaxUidLength } && !uid.Any(char.IsControl);

    internal sealed record Namespace(ObjectMeta? Metadata);

    internal sealed record ObjectMeta(string? Uid);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Namespace))]
    private sealed partial class ProbeJson : JsonSerializerContext;
}
