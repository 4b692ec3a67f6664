namespace Muster.Kubernetes;

/// <summary>What a list or a watch has come to.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Lived">How long it lasted.</param>
/// <param name="Events">Lines understood, bookmarks among them.</param>
/// <param name="Lost">A line could not be told to be of any object, so an event may be missing.</param>
internal readonly record struct WatchReport(WatchOutcome Outcome, TimeSpan Lived = default, int Events = 0, bool Lost = false);
