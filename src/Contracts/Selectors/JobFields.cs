namespace Muster.Contracts;

/// <summary>What of a job a <see cref="FieldSelector"/> looks at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Queue">Its queue.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="State">Its state.</param>
/// <param name="Cluster">The cluster it is in, or was in last; null for none.</param>
public readonly record struct JobFields(string Name, string Namespace, string Queue, int Priority, JobState State, string? Cluster);
