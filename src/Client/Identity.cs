using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>Who a credential says its bearer is.</summary>
/// <param name="Name">Name, as audit records have it.</param>
/// <param name="Grants">What it may do.</param>
public sealed record Identity(string Name, ImmutableArray<Grant> Grants);
