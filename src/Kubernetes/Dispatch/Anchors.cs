using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// The anchor of an attempt: a Lease that owns everything else of it. A stopped one stays until the attempt is cleaned up, so that
/// a creation that comes late finds it; and when it is deleted, the cluster collects whatever it owns.
/// </summary>
internal sealed class Anchors(IApiServer server, GangManifests manifests, string origin)
{
    private const int MaxTries = 5;

    /// <summary>Creates it, or finds it. Returns its uid.</summary>
    /// <exception cref="BindingRefusedException">The attempt was stopped, the name is another's, or the cluster refused it.</exception>
    public async Task<string> OpenAsync(GangPlan plan, CancellationToken cancellationToken)
    {
        var (anchor, isNew) = await Refusals.CreateOrReadAsync(
            server, ApiPaths.LeasesOf(plan.Job.Namespace), ApiPaths.Anchor(plan.Job, plan.Attempt), manifests.Anchor(plan),
            GatewayJson.Default.PlainObject, Name(plan.Job, plan.Attempt), cancellationToken);
        if (isNew)
            return anchor.Metadata.Uid;
        RequireOurs(anchor.Metadata, plan.Job, plan.Attempt);
        RequireOpen(anchor.Metadata, plan);
        var origin = anchor.Metadata.Annotation(MusterKeys.Incarnation);
        if (anchor.Metadata.Label(MusterKeys.JobUid) != plan.Uid || (origin != plan.Incarnation && !plan.Ancestors.Contains(origin)))
            throw new BindingRefusedException(
                $"{Name(plan.Job, plan.Attempt)} exists and belongs to submission {Names.Clip(anchor.Metadata.Label(MusterKeys.JobUid))} of ledger {Names.Clip(origin)}.");
        return anchor.Metadata.Uid;
    }

    /// <summary>Marks it as stopped; one that is not there is created so.</summary>
    public async Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var anchor = await FindAsync(job, attempt, cancellationToken);
            if (anchor is null ? await TryBuryAsync(job, attempt, cancellationToken) : await TryStopAsync(job, attempt, anchor, cancellationToken))
                return;
        }
        throw new ClusterUnreachableException($"{Name(job, attempt)} changes as fast as it is looked at.");
    }

    /// <summary>Deletes it; the cluster deletes what it owns. False when it is not there.</summary>
    public async Task<bool> TryDeleteAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        if (await FindAsync(job, attempt, cancellationToken) is not { } anchor || !IsOurs(anchor, job, attempt))
            return false;
        await Deletions.DeleteAsync(server, ApiPaths.Anchor(job, attempt), anchor.Uid, Name(job, attempt), cancellationToken);
        return true;
    }

    private async Task<PlainMetadata?> FindAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return (await server.GetAsync(ApiPaths.Anchor(job, attempt), GatewayJson.Default.PlainObject, cancellationToken)).Metadata;
        }
        catch (ApiException refusal) when (refusal.IsNotFound || refusal.IsRightMissing)
        {
            return null;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, Name(job, attempt));
        }
    }

    // An attempt that was never created, or whose creation is on its way. Where there is no namespace, or no right in it,
    // nothing can be created; what pods there are is looked at next, and needs no right there.
    private async Task<bool> TryBuryAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await server.CreateAsync(ApiPaths.LeasesOf(job.Namespace), manifests.Tombstone(job, attempt), GatewayJson.Default.PlainObject, cancellationToken);
            return true;
        }
        catch (ApiException refusal) when (refusal.IsNotFound || refusal.IsRightMissing || IsNamespaceEnding(refusal))
        {
            return true;
        }
        catch (ApiException refusal) when (refusal.IsAlreadyThere)
        {
            return false;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, Name(job, attempt));
        }
    }

    private async Task<bool> TryStopAsync(JobId job, Attempt attempt, PlainMetadata anchor, CancellationToken cancellationToken)
    {
        // Somebody else's: no creation gets past it either.
        if (IsStopped(anchor) || !IsOurs(anchor, job, attempt))
            return true;
        try
        {
            await server.PatchAsync(ApiPaths.Anchor(job, attempt), GangManifests.StopPatch(anchor.Uid), GatewayJson.Default.PlainObject, cancellationToken);
            return true;
        }
        catch (ApiException refusal) when (refusal.IsNotFound || refusal.Status == System.Net.HttpStatusCode.Conflict)
        {
            return false;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, Name(job, attempt));
        }
    }

    private void RequireOurs(PlainMetadata anchor, JobId job, Attempt attempt)
    {
        if (!IsOurs(anchor, job, attempt))
            throw new BindingRefusedException($"{Name(job, attempt)} exists and is not Muster's; rename it, or the job.");
    }

    private static void RequireOpen(PlainMetadata anchor, GangPlan plan)
    {
        if (IsStopped(anchor))
            throw new BindingRefusedException($"Attempt {plan.Attempt} of {plan.Job} was stopped; its pods are not created any more.");
    }

    private bool IsOurs(PlainMetadata anchor, JobId job, Attempt attempt) =>
        anchor.Label(MusterKeys.Origin) == origin && anchor.Label(MusterKeys.Job) == job.Name && anchor.Label(MusterKeys.Attempt) == attempt.ToString();

    private static bool IsStopped(PlainMetadata anchor) => anchor.Annotation(MusterKeys.Stopped) == "true";

    private static bool IsNamespaceEnding(ApiException refusal) =>
        refusal.Status == System.Net.HttpStatusCode.Forbidden && refusal.Message.Contains("is being terminated", StringComparison.Ordinal);

    private static string Name(JobId job, Attempt attempt) => $"Lease '{job.Namespace}/{ObjectNames.Anchor(job, attempt)}'";
}
