using Muster.Contracts;

namespace Muster.Client;

/// <summary>One job of a batch.</summary>
/// <param name="Job">The job.</param>
/// <param name="Token">Makes sending again safe: the same token and job are accepted once. Made up when absent.</param>
public sealed record JobSubmission(Job Job, string? Token = null);
