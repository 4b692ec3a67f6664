using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// The claims on one node, as the activation that holds the node's current token knows them: committed ones, and prepared
/// ones that are not decided yet. Pure: every decision is made in one step, and only the ledger's word frees a prepared claim.
/// </summary>
public sealed class NodeClaims
{
    /// <summary>Jobs whose highest released attempt is remembered.</summary>
    public const int MaxReleased = 1024;

    private readonly Dictionary<JobId, Claim> _claims = [];
    private readonly Dictionary<JobId, Attempt> _released = [];
    private readonly Queue<JobId> _releasedOrder = new();
    private ResourceVector _used = ResourceVector.Empty;

    /// <summary>What gangs may use together here; null while it is not known or the node takes nothing new.</summary>
    public ResourceVector? Capacity { get; set; }

    /// <summary>What is held, prepared or committed.</summary>
    public ResourceVector Used => _used;

    /// <summary>Claims that are held.</summary>
    public int Count => _claims.Count;

    /// <summary>Jobs whose highest released attempt is remembered at present.</summary>
    internal int Remembered => _released.Count;

    /// <summary>The highest attempt of a job that is known to be released.</summary>
    internal Attempt ReleasedUpTo(JobId job) => _released.GetValueOrDefault(job);

    /// <summary>True when a claim is held whose fate is not known.</summary>
    public bool HasPrepared => _claims.Values.Any(static c => !c.IsCommitted);

    /// <summary>The claim of a job, or null.</summary>
    public Claim? Of(JobId job) => _claims.GetValueOrDefault(job);

    /// <summary>Decides on a request. Granted requests are held from then on, until <paramref name="expires"/> asks for the ledger's word.</summary>
    /// <returns>The outcome, and on <see cref="PrepareOutcome.Busy"/> the claims that stand in the way.</returns>
    public ClaimDecision Prepare(PrepareRequest request, TimeSpan expires)
    {
        if (_released.TryGetValue(request.Job, out var released) && request.Attempt <= released)
            return new(PrepareOutcome.Superseded, []);
        if (_claims.TryGetValue(request.Job, out var held))
        {
            if (held.Attempt == request.Attempt)
                return new(PrepareOutcome.Granted, []);
            if (held.Attempt > request.Attempt || held.IsCommitted)
                return new(PrepareOutcome.Superseded, []);
            // A later attempt of the same job: its coordinator has settled the earlier one.
            Drop(request.Job);
        }
        if (Capacity is null)
            return new(PrepareOutcome.Unavailable, []);
        if (HasRoom(_used, request.Ask))
        {
            Hold(new Claim(request.Job, request.Attempt, request.Seq, request.Ask, IsCommitted: false, expires));
            return new(PrepareOutcome.Granted, []);
        }
        var prepared = _claims.Values.Where(static c => !c.IsCommitted).OrderByDescending(static c => c.Seq).ToList();
        var committed = prepared.Aggregate(_used, static (sum, claim) => sum.Subtract(claim.Ask));
        return HasRoom(committed, request.Ask)
            ? new(PrepareOutcome.Busy, InTheWay(request, prepared))
            : new(PrepareOutcome.Insufficient, []);
    }

    /// <summary>Takes in what the ledger says is held here. For an activation that has just opened the node.</summary>
    public void Load(JobId job, Attempt attempt, ResourceVector resources) =>
        Hold(new Claim(job, attempt, 0, resources, IsCommitted: true, TimeSpan.MaxValue));

    /// <summary>The ledger says that the attempt is committed.</summary>
    public void MarkCommitted(JobId job, Attempt attempt)
    {
        if (_claims.TryGetValue(job, out var claim) && claim.Attempt == attempt)
            _claims[job] = claim with { IsCommitted = true, Expires = TimeSpan.MaxValue };
    }

    /// <summary>
    /// The attempt will hold nothing here any more: its coordinator gave it up, or the ledger says so. Requests of it, or of
    /// earlier attempts, that arrive later are refused.
    /// </summary>
    public void Free(JobId job, Attempt attempt)
    {
        if (_claims.TryGetValue(job, out var claim) && claim.Attempt <= attempt)
            Drop(job);
        var known = _released.GetValueOrDefault(job);
        if (attempt <= known)
            return;
        if (known == Attempt.None)
            _releasedOrder.Enqueue(job);
        _released[job] = attempt;
        if (_released.Count > MaxReleased)
            _released.Remove(_releasedOrder.Dequeue());
    }

    /// <summary>Claims that the ledger had, when it was last heard.</summary>
    public IReadOnlyList<Claim> Committed => [.. _claims.Values.Where(static c => c.IsCommitted)];

    /// <summary>Prepared claims whose time is over: their fate has to be asked for. They are held until it is known.</summary>
    public IReadOnlyList<Claim> Expired(TimeSpan now) =>
        [.. _claims.Values.Where(c => !c.IsCommitted && c.Expires <= now)];

    // Only what is asked for counts: a resource that is overdrawn since capacity shrank does not lock up the others.
    private bool HasRoom(ResourceVector used, ResourceVector ask)
    {
        foreach (var (name, amount) in ask.Entries)
            if (used[name] + amount > Capacity![name])
                return false;
        return true;
    }

    // The youngest first, no more than are needed, and none that holds nothing of what is short.
    private List<Claim> InTheWay(PrepareRequest request, List<Claim> prepared)
    {
        var used = _used;
        var inTheWay = new List<Claim>();
        foreach (var claim in prepared)
        {
            if (HasRoom(used, request.Ask))
                break;
            if (!request.Ask.Entries.Any(e => used[e.Name] + e.Amount > Capacity![e.Name] && claim.Ask[e.Name] > 0))
                continue;
            used = used.Subtract(claim.Ask);
            inTheWay.Add(claim);
        }
        return inTheWay;
    }

    private void Hold(Claim claim)
    {
        Drop(claim.Job);
        _claims[claim.Job] = claim;
        _used = _used.Add(claim.Ask);
    }

    private void Drop(JobId job)
    {
        if (_claims.Remove(job, out var claim))
            _used = _used.Subtract(claim.Ask);
    }
}
