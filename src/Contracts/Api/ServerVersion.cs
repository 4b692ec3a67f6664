namespace Muster.Contracts;

/// <summary>What serves the API, as <c>GET /v1/version</c> answers.</summary>
/// <param name="Version">Version of Muster.</param>
/// <param name="Engine">What runs its grains: <c>Embedded</c> or <c>Orleans</c>.</param>
public sealed record ServerVersion(string Version, string Engine);
