namespace Muster.Kubernetes;

/// <summary>What to do next.</summary>
/// <param name="Relist">Read a list; otherwise watch from the last revision.</param>
/// <param name="After">How long to wait before.</param>
internal readonly record struct WatchStep(bool Relist, TimeSpan After);
