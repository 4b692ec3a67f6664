namespace Muster.Client;

/// <summary>Options of a change to a job.</summary>
public sealed record WriteOptions : CallOptions
{
    /// <summary>
    /// The <see cref="Muster.Contracts.JobStatus.Version"/> that the job must still have, or else the change is refused
    /// with <see cref="Muster.Contracts.PreconditionFailedException"/>; null to change whatever is there.
    /// </summary>
    public long? IfVersion { get; init; }
}
