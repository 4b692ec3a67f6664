namespace Muster.Kubernetes;

/// <summary>What tells an object, and a version of it, from every other.</summary>
/// <param name="Namespace">Its namespace; empty for objects of the cluster.</param>
/// <param name="Name">Its name, which a later object may bear again.</param>
/// <param name="Uid">Its uid, which no other object ever bears.</param>
/// <param name="Revision">Its <c>resourceVersion</c>.</param>
public readonly record struct ObjectIdentity(string Namespace, string Name, string Uid, string Revision);
