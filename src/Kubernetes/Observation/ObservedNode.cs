using System.Text.Json.Serialization;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>What is kept of a node.</summary>
/// <param name="Identity">What tells it from others.</param>
/// <param name="Info">It, without what others' pods use of it.</param>
[JsonConverter(typeof(ObservedNodeConverter))]
public sealed record ObservedNode(ObjectIdentity Identity, NodeInfo Info);
