namespace Muster.ControlPlane;

/// <summary>Why a kubelet does not take a pod.</summary>
internal sealed record Refusal(string Reason, string Message);
