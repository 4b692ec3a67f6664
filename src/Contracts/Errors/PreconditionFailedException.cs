namespace Muster.Contracts;

/// <summary>The job has changed since the version that the caller named. Nothing was done.</summary>
[GenerateSerializer, Alias("muster.error.precondition-failed")]
public sealed class PreconditionFailedException : MusterException
{
    /// <summary>Makes the error of a job, the version that was asked for, and the one that it has.</summary>
    public PreconditionFailedException(JobId job, long wanted, long version)
        : base($"Job {job} has version {version}, not {wanted}: it has changed in between. Read it again, and decide anew; or leave the version out.") => Version = version;

    /// <inheritdoc/>
    public override string Code => "PreconditionFailed";

    /// <summary>The version that the job has: <see cref="JobStatus.Version"/>.</summary>
    [Id(0)] public long Version { get; }
}
