namespace Muster.Silo.Tests;

/// <summary>Tests that each have silos and a control plane for themselves, one test after the other.</summary>
[CollectionDefinition(nameof(Site))]
public sealed class SiteCollection;
