using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Something that happened to a job. It is recorded when the state machine allows it and every guard that is set holds.
/// </summary>
public sealed record JobTransition
{
    /// <summary>The job.</summary>
    public JobId Job { get; init; }

    /// <summary>What happened. Not <see cref="JobEvent.Admit"/> and not <see cref="JobEvent.Commit"/>, which have guards of their own.</summary>
    public JobEvent Event { get; init; }

    /// <summary>Guard: which submission of the name. Null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>Guard: the attempt it happened to. Null for any.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>Guard: the coordinator that says so. Null for any.</summary>
    public long? CoordinatorEpoch { get; init; }

    /// <summary>Guard: <see cref="JobRecord.Version"/>. Null for any.</summary>
    public long? IfVersion { get; init; }

    /// <summary>Why. Null when leaving draining or fencing keeps the reason that led there; otherwise there is none then.</summary>
    public Reason? Reason { get; init; }

    /// <summary>For <see cref="JobEvent.Drain"/>: the state to drain to, final or suspended. Once it is final it stays.</summary>
    public JobState? DrainTo { get; init; }

    /// <summary>For <see cref="JobEvent.Fence"/>: whether the user's retries are charged.</summary>
    public bool ChargeRetry { get; init; }

    /// <summary>For <see cref="JobEvent.Requeue"/>: not to be admitted before.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
