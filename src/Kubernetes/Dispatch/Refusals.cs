using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>What a refused write means to whoever starts gangs.</summary>
internal static class Refusals
{
    /// <summary>
    /// Refusals that may be others in a moment (too much to do, an object that changed meanwhile) are as good as no answer. All others
    /// - quota, admission, a namespace that is not there, a right that is missing - come again until somebody changes something.
    /// </summary>
    public static MusterException Of(ApiException refusal, string what) => refusal.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict
        ? new ClusterUnreachableException($"{what}: {refusal.Message}", refusal)
        : new BindingRefusedException($"{what}: the cluster refused it ({(int)refusal.Status}): {refusal.Message}");

    /// <summary>
    /// Creates an object, or reads the one that has its name: because it was there before, or because it is not known what became of
    /// the creation.
    /// </summary>
    /// <returns>The object, and whether it is new.</returns>
    public static async Task<(T Item, bool IsNew)> CreateOrReadAsync<T>(
        IApiServer server, string collection, string path, ReadOnlyMemory<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string what, CancellationToken cancellationToken)
    {
        MusterException unknown;
        try
        {
            return (await server.CreateAsync(collection, json, type, cancellationToken), true);
        }
        catch (ApiException refusal) when (refusal.IsAlreadyThere)
        {
            unknown = new ClusterUnreachableException($"{what} was there a moment ago and is gone.", refusal);
        }
        catch (ApiException refusal)
        {
            throw Of(refusal, what);
        }
        catch (ClusterUnreachableException lost)
        {
            unknown = lost;
        }
        try
        {
            return (await server.GetAsync(path, type, cancellationToken), false);
        }
        catch (ApiException refusal)
        {
            throw refusal.IsNotFound ? unknown : Of(refusal, what);
        }
    }
}
