using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>An attempt's pods, as a cluster shows them.</summary>
/// <param name="JobUid">Which submission of the job's name they carry.</param>
/// <param name="Incarnation">Identity of the ledger that had them created.</param>
/// <param name="Attempt">The attempt they carry.</param>
/// <param name="Ended">True when every one has ended.</param>
public sealed record SeenAttempt(string JobUid, string Incarnation, Attempt Attempt, bool Ended);
