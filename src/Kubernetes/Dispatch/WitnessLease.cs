using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>A Lease in a namespace of Muster's own, on which is written how far the ledger has come.</summary>
internal sealed class WitnessLease(IApiServer server, GatewayOptions options)
{
    private readonly string _name = "muster-witness-" + ObjectNames.Hash(options.Origin);

    /// <summary>What was written last; null for nothing.</summary>
    /// <exception cref="ClusterUnauthorizedException">The right to look is missing: nothing is known.</exception>
    public async Task<LedgerPosition?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await server.GetAsync(ApiPaths.Lease(options.HomeNamespace, _name), GatewayJson.Default.PlainObject, cancellationToken);
            return LedgerPosition.TryParse(lease.Metadata.Annotation(MusterKeys.Ledger));
        }
        catch (ApiException refusal) when (refusal.IsNotFound)
        {
            return null;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, What);
        }
    }

    /// <summary>Writes it down.</summary>
    public async Task WriteAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        try
        {
            if (!await TryPatchAsync(position, cancellationToken))
                await server.CreateAsync(
                    ApiPaths.LeasesOf(options.HomeNamespace), GangManifests.Witness(options.HomeNamespace, _name, options.Origin, position),
                    GatewayJson.Default.PlainObject, cancellationToken);
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, What);
        }
    }

    private string What => $"Lease '{options.HomeNamespace}/{_name}'";

    private async Task<bool> TryPatchAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        try
        {
            await server.PatchAsync(
                ApiPaths.Lease(options.HomeNamespace, _name), GangManifests.WitnessPatch(position), GatewayJson.Default.PlainObject, cancellationToken);
            return true;
        }
        catch (ApiException refusal) when (refusal.IsNotFound)
        {
            return false;
        }
    }
}
