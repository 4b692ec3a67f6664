namespace Muster.Kubernetes;

/// <summary>What went wrong last.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">A sentence for an operator.</param>
/// <param name="Cause">The exception, where there was one.</param>
public sealed record ReflectorTrouble(ReflectorTroubleKind Kind, string Message, Exception? Cause = null);
