namespace Muster.Kubernetes.Tests;

/// <summary>A write that must not be.</summary>
internal sealed class FakeRefusal : Exception;
