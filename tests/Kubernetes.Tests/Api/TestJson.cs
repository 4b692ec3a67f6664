using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Kubernetes.Tests;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TestJson : JsonSerializerContext;
