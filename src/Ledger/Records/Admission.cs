using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job to admit.</summary>
public sealed record Admission(JobId Job, GangPlacement Placement, ImmutableArray<FlavorUsage> Charge);
