using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job that waits, as its queue needs to know it.</summary>
/// <param name="Job">The job with its demand. Equal demands of one page share one object.</param>
/// <param name="Change">Number of the job's last change; grows over the whole ledger.</param>
/// <param name="HasDependencies">True when it depends on other jobs.</param>
public sealed record QueuedJob(PendingJob Job, long Change, bool HasDependencies);
