using Muster.Contracts;

namespace Muster.Client;

/// <summary>What became of one job of a batch.</summary>
/// <param name="Submission">The job, and the token that it was sent with.</param>
/// <param name="Handle">The handle of the job, when it is on record.</param>
/// <param name="Error">Why it is not, or not for certain.</param>
public sealed record SubmitOutcome(JobSubmission Submission, JobHandle? Handle, MusterException? Error)
{
    /// <summary>True when the job is on record.</summary>
    public bool IsAccepted => Handle is not null;

    /// <summary>The handle, of a job that must have been accepted.</summary>
    /// <exception cref="MusterException">The job was not accepted: <see cref="Error"/>.</exception>
    public JobHandle EnsureAccepted() => Handle ?? throw Error!;
}
