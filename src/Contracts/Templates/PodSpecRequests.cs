using System.Text.Json;

namespace Muster.Contracts;

/// <summary>What a pod that exists asks of its node, by the rule that templates are read by.</summary>
public static class PodSpecRequests
{
    /// <summary>
    /// The requests of a <c>v1.PodSpec</c>, its pod slot included. The API server has checked it, so what cannot be read counts as nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">It contains text that is no Unicode.</exception>
    public static ResourceVector Read(JsonElement spec) =>
        PodRequests.Read(new TemplateField("spec", spec, new FaultList()));

    /// <summary>An object of resource names and quantities, such as a node's <c>allocatable</c>; what cannot be read is left out.</summary>
    /// <exception cref="InvalidOperationException">It contains text that is no Unicode.</exception>
    public static ResourceVector ReadAmounts(JsonElement amounts) => amounts.ValueKind == JsonValueKind.Object
        ? QuantityFields.Read(new TemplateField("amounts", amounts, new FaultList()))
        : ResourceVector.Empty;
}
