namespace Muster.Contracts;

/// <summary>The name is taken by another submission.</summary>
[GenerateSerializer, Alias("muster.error.job-exists")]
public sealed class JobAlreadyExistsException(JobId job) : MusterException($"A job {job} exists already. Choose another name, or delete that job once it has ended: muster delete {job}")
{
    /// <inheritdoc/>
    public override string Code => "JobAlreadyExists";
}
