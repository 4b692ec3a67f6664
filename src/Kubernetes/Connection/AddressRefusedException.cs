namespace Muster.Kubernetes;

/// <summary>The host has only addresses that are not connected to. Nothing was sent.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
