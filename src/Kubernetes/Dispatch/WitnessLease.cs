using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>A Lease in a namespace of Muster's own, on which is written how far the ledger has come.</summary>
internal sealed class WitnessLease(IApiServer server, GatewayOptions options)
{
    private readonly string _name = "muster-witness-" + ObjectNames.Hash(options.Origin);

    // As it was seen last; null for none. A write is for that one alone, so that one that comes late takes nothing back.
    private string? _version;

    /// <summary>What was written last; null for nothing.</summary>
    /// <exception cref="ClusterUnauthorizedException">The right to look is missing: nothing is known.</exception>
    public async Task<LedgerPosition?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await server.GetAsync(ApiPaths.Lease(options.HomeNamespace, _name), GatewayJson.Default.PlainObject, cancellationToken);
            _version = lease.Metadata.ResourceVersion;
            return LedgerPosition.TryParse(lease.Metadata.Annotation(MusterKeys.Ledger));
        }
        catch (ApiException refusal) when (refusal.IsNotFound)
        {
            _version = null;
            return null;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, What);
        }
    }

    /// <summary>Writes it down, unless somebody has written since it was seen last.</summary>
    /// <exception cref="ClusterUnreachableException">It was not written, also because it is another one than was seen last.</exception>
    public async Task WriteAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        try
        {
            var written = _version is { } seen
                ? await server.PatchAsync(ApiPaths.Lease(options.HomeNamespace, _name), GangManifests.WitnessPatch(position, seen), GatewayJson.Default.PlainObject, cancellationToken)
                : await server.CreateAsync(
                    ApiPaths.LeasesOf(options.HomeNamespace), GangManifests.Witness(options.HomeNamespace, _name, options.Origin, position),
                    GatewayJson.Default.PlainObject, cancellationToken);
            _version = written.Metadata.ResourceVersion;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, What);
        }
    }

    private string What => $"Lease '{options.HomeNamespace}/{_name}'";
}
