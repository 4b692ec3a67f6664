using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Who sends a request, and what they may do. A parameter of this type gets the one of the request.</summary>
internal sealed class Caller(string name, string? tokenId, ImmutableArray<Grant> grants, QueueTree queues, CancellationToken ended = default)
{
    public const string Anonymous = "anonymous";

    public string Name => name;

    /// <summary>Id of the token; null without one. No secret.</summary>
    public string? TokenId => tokenId;

    public ImmutableArray<Grant> Grants => grants;

    /// <summary>Cancelled when the token is revoked, changed or expired: what the caller still has open ends.</summary>
    public CancellationToken Ended => ended;

    /// <summary>True when no queue and no namespace is hidden from the caller: nothing has to be filtered.</summary>
    public bool SeesAllJobs { get; } = grants.Any(static g => g.Role.Has(Permission.ReadJobs) && g.Queue is null && g.Namespaces.IsDefaultOrEmpty);

    /// <summary>
    /// Whether the caller may do something to what is in a queue and a namespace. Null asks for any: with both null, whether
    /// there is anything at all that the caller may do this to.
    /// </summary>
    public bool May(Permission permission, string? queue = null, string? ns = null)
    {
        foreach (var grant in grants)
            if (grant.Role.Has(permission) && grant.CoversNamespace(ns) && (queue is null || grant.Queue is null || queues.IsWithin(grant.Queue, queue)))
                return true;
        return false;
    }

    /// <summary>True for a queue without queues below it.</summary>
    public bool IsLeaf(string? queue) => queue is not null && queues.IsLeaf(queue);

    /// <summary>Goes on only if the caller may.</summary>
    /// <param name="permission">What is to be done.</param>
    /// <param name="queue">The queue it is in.</param>
    /// <param name="ns">The namespace it is in; null for what has none.</param>
    /// <param name="otherwise">The error; for what the caller may not see, the one of what does not exist.</param>
    public void Demand(Permission permission, string? queue, string? ns, Func<MusterException> otherwise)
    {
        if (!May(permission, queue, ns))
            throw otherwise();
    }

    public static ValueTask<Caller> BindAsync(HttpContext context) => new(context.Caller());
}
