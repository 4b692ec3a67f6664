using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What was answered when a token was used once more, after the end.</summary>
/// <param name="Job">The job.</param>
/// <param name="Uid">Uid in the answer to the same request.</param>
/// <param name="Other">Status of the answer to the same token with another job.</param>
internal sealed record Resubmission(JobId Job, string? Uid, int Other);
