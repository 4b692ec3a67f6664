namespace Muster.Contracts;

/// <summary>The job could never start: it asks for more than its queue or any cluster could ever give.</summary>
[GenerateSerializer, Alias("muster.error.unsatisfiable")]
public sealed class UnsatisfiableJobException(Reason reason) : MusterException($"{reason.Message}; {reason.Remedy}")
{
    /// <inheritdoc/>
    public override string Code => "Unsatisfiable";

    /// <summary>Why.</summary>
    [Id(0)] public Reason Reason { get; } = reason;
}
