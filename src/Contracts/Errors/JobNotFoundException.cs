namespace Muster.Contracts;

/// <summary>No job of that name is known.</summary>
[GenerateSerializer, Alias("muster.error.job-not-found")]
public sealed class JobNotFoundException(JobId job) : MusterException($"No job {job} is known. List jobs with: muster get jobs -A")
{
    /// <inheritdoc/>
    public override string Code => "JobNotFound";
}
