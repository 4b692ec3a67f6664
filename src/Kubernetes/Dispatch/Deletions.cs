using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Deleting what is still what it was.</summary>
internal static class Deletions
{
    /// <summary>
    /// Deletes an object if it has this uid; one that is gone, or is another, is as it should be. Grace is the object's own: an unbound
    /// pod goes at once by the server's own rule, and no running pod is ever erased.
    /// </summary>
    public static async Task DeleteAsync(IApiServer server, string path, string uid, string what, CancellationToken cancellationToken)
    {
        try
        {
            await server.DeleteAsync(path, GangManifests.Deletion(uid), cancellationToken);
        }
        catch (ApiException refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone, or another by now.
        }
        catch (ApiException refusal)
        {
            throw Unanswered(refusal, what);
        }
    }

    /// <summary>A refusal of what has to be done in the end, however long it takes.</summary>
    public static MusterException Unanswered(ApiException refusal, string what) => refusal.Status == HttpStatusCode.Forbidden
        ? new ClusterUnauthorizedException($"{what}: {refusal.Message}", refusal)
        : new ClusterUnreachableException($"{what}: {refusal.Message}", refusal);
}
