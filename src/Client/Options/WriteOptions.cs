namespace Muster.Client;

/// <summary>Options of a change to a job.</summary>
public sealed record WriteOptions : CallOptions
{
    /// <summary>
    /// The version that the job must still have (its status tells it), or else the change is refused with the code
    /// <c>PreconditionFailed</c>; null to change whatever is there.
    /// </summary>
    public long? IfVersion { get; init; }
}
