using System.Text.Json;

namespace Muster.Contracts;

/// <summary>Reads an object of resource names and quantities.</summary>
internal static class QuantityFields
{
    public const int MaxResources = 64;

    /// <summary>True for a resource that comes in whole pieces and is never shared, such as a GPU.</summary>
    public static bool IsCounted(string resource) =>
        resource.Contains('/', StringComparison.Ordinal) && !resource.Contains("kubernetes.io/", StringComparison.Ordinal);

    public static ResourceVector Read(TemplateField map)
    {
        var amounts = new List<ResourceAmount>();
        foreach (var (name, field) in map.Members())
        {
            if (amounts.Count == MaxResources)
            {
                map.Fault($"it names more than {MaxResources} resources", $"write at most {MaxResources}");
                break;
            }
            if (TryRead(name, field, out var amount))
                amounts.Add(new ResourceAmount(name, amount));
        }
        return ResourceVector.Of(amounts);
    }

    private static bool TryRead(string name, TemplateField field, out long amount)
    {
        amount = 0;
        if (!Names.IsQualifiedName(name))
        {
            field.Fault($"'{Names.Clip(name)}' is no name of a resource", "write cpu, memory, ephemeral-storage or a name like nvidia.com/gpu");
            return false;
        }
        var text = field.Value.ValueKind switch
        {
            JsonValueKind.String => field.Value.GetString(),
            JsonValueKind.Number => field.Value.GetRawText(),
            _ => null,
        };
        if (text is null)
            field.Fault("it is no quantity", "write a number or a text such as 500m, 8 or 64Gi");
        else if (!Quantity.TryParse(name, text, out amount, out var error))
            field.Fault($"'{Names.Clip(text)}' is no quantity of {name}", error);
        else if (IsCounted(name) && amount % 1000 != 0)
            field.Fault($"'{Names.Clip(text)}' is not whole", $"ask for whole pieces of {name}");
        else
            return true;
        return false;
    }
}
