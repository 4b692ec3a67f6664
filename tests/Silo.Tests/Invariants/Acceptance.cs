using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>A job whose submission was answered.</summary>
/// <param name="Job">The job.</param>
/// <param name="Token">Its idempotency token.</param>
/// <param name="Tried">When it was sent first.</param>
/// <param name="At">When the first answer came.</param>
/// <param name="Uids">The uid of each answer: a submission may be sent, and answered, several times.</param>
internal sealed record Acceptance(JobId Job, string Token, DateTimeOffset Tried, DateTimeOffset At, ImmutableArray<string> Uids);
