using System.Text.Json;

namespace Muster.Contracts;

/// <summary>
/// What a pod asks of its node, as kube-scheduler counts it: the larger of what its containers need together and what
/// its init containers need one after the other, with sidecars beside both; then what the pod asks for as a whole;
/// then its overhead; and one pod slot.
/// </summary>
internal static class PodRequests
{
    private const long OnePod = 1000;

    public static ResourceVector Read(TemplateField spec)
    {
        var containers = ResourceVector.Empty;
        var any = false;
        foreach (var container in spec.Items("containers"))
        {
            any = true;
            containers = containers.Add(OfContainer(container));
        }
        if (!any && (!spec.TryGet("containers", out var list) || list.Value.ValueKind == JsonValueKind.Array))
            spec.Faults.Add(FieldPath.Member(spec.Path, "containers"), "there are none", "write at least one container");

        var (peak, sidecars) = OfInitContainers(spec);
        var pod = WithPodLevel(spec, containers.Add(sidecars).Max(peak));
        var overhead = spec.TryGetObject("overhead", out var field) ? QuantityFields.Read(field) : ResourceVector.Empty;
        return pod.Add(overhead).Max(ResourceVector.Of((ResourceNames.Pods, OnePod)));
    }

    // An init container runs beside the sidecars that were started before it, not beside later ones.
    private static (ResourceVector Peak, ResourceVector Sidecars) OfInitContainers(TemplateField spec)
    {
        var (peak, sidecars) = (ResourceVector.Empty, ResourceVector.Empty);
        foreach (var container in spec.Items("initContainers"))
        {
            var requests = OfContainer(container);
            var together = sidecars.Add(requests);
            if (container.IsObject() && container.Text("restartPolicy") == "Always")
                sidecars = together;
            peak = peak.Max(together);
        }
        return (peak, sidecars);
    }

    private static ResourceVector OfContainer(TemplateField container)
    {
        if (!container.IsObject() || !container.TryGetObject("resources", out var resources))
            return ResourceVector.Empty;
        var (requests, limits) = (Amounts(resources, "requests"), Amounts(resources, "limits"));
        CheckAgainstLimits(resources, requests, limits);
        return requests.Add(Missing(limits, requests));
    }

    // spec.resources (KEP-2837) stands in for the sum of the containers, resource by resource.
    private static ResourceVector WithPodLevel(TemplateField spec, ResourceVector containers)
    {
        if (!spec.TryGetObject("resources", out var resources))
            return containers;
        var (requests, limits) = (Amounts(resources, "requests"), Amounts(resources, "limits"));
        return requests.Add(Missing(containers, requests)).Add(Missing(Missing(limits, requests), containers));
    }

    private static ResourceVector Amounts(TemplateField resources, string name) =>
        resources.TryGetObject(name, out var field) ? QuantityFields.Read(field) : ResourceVector.Empty;

    // The entries that 'beside' does not name.
    private static ResourceVector Missing(ResourceVector amounts, ResourceVector beside) =>
        ResourceVector.Of(amounts.Entries.Where(a => beside[a.Name] == 0));

    private static void CheckAgainstLimits(TemplateField resources, ResourceVector requests, ResourceVector limits)
    {
        foreach (var (name, amount) in requests.Entries)
        {
            var path = FieldPath.Member(FieldPath.Member(resources.Path, "requests"), name);
            var limit = limits[name];
            if (QuantityFields.IsCounted(name) ? limit != amount : limit != 0 && limit < amount)
                resources.Faults.Add(path, limit == 0 ? $"there is no limit of {Names.Clip(name)} beside it" : $"it is not the limit, {Quantity.Format(name, limit)}",
                    QuantityFields.IsCounted(name) ? "write the same amount under limits: Kubernetes does not lend such resources out twice" : "ask for no more than the limit");
        }
    }
}
