namespace Muster.Contracts;

/// <summary>The job is in a state that does not allow this.</summary>
[GenerateSerializer, Alias("muster.error.job-state")]
public sealed class JobStateException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "IllegalState";
}
