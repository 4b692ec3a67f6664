using System.Diagnostics.CodeAnalysis;

namespace Muster.Kubernetes;

/// <summary>A list that came, but cannot be used.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It never leaves the reflector; callers see what they can act on.")]
internal sealed class ListException(ReflectorTroubleKind kind, string message) : Exception(message)
{
    public ReflectorTroubleKind Kind { get; } = kind;
}
