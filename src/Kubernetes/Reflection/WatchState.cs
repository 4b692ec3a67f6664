namespace Muster.Kubernetes;

/// <summary>What has to be remembered of the past to know what to do next.</summary>
/// <param name="Strikes">Failures since a watch was last seen to work.</param>
/// <param name="Suspects">Watches in a row that ended at once and said nothing.</param>
/// <param name="Barren">Watches in a row that said nothing, however long they lasted.</param>
internal readonly record struct WatchState(int Strikes, int Suspects, int Barren);
