using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Every queue, as <c>GET /v1/queues</c> answers.</summary>
/// <param name="Items">The queues, in the order of their names.</param>
public sealed record QueuePage(ImmutableArray<QueueSnapshot> Items);
