using System.Text.Json;

namespace Muster.Contracts;

/// <summary>
/// Reads from a verbatim pod template what placement has to know, and refuses what Muster could not keep to: a
/// constraint that is passed over in silence would put pods where their owner forbade it.
/// </summary>
public static class PodTemplateReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The shape of the pods of a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="path">Where it is, for messages: <c>spec.podSets[0].template</c>.</param>
    /// <exception cref="InvalidRequestException">The template is not acceptable; every fault is named by its path.</exception>
    public static PodShape Read(PodTemplate template, string path)
    {
        var faults = new FaultList();
        var shape = Read(template, path, faults);
        faults.ThrowIfAny();
        return shape;
    }

    /// <summary>Reads on past faults, so that all of them are found; the shape is of use only when there are none.</summary>
    internal static PodShape Read(PodTemplate template, string path, FaultList faults)
    {
        if (string.IsNullOrEmpty(template.Json))
            faults.Add(path, "there is none", "write a pod template with spec.containers");
        else if (template.Json.Length > PodTemplate.MaxLength)
            faults.Add(path, $"it has {template.Json.Length} characters of JSON", $"write at most {PodTemplate.MaxLength}; move scripts and data into a ConfigMap or the image");
        else
            return ReadText(template.Json, path, faults);
        return new PodShape();
    }

    private static PodShape ReadText(string json, string path, FaultList faults)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return ReadPod(new TemplateField(path, document.RootElement, faults));
        }
        catch (JsonException)
        {
            faults.Add(path, "it is no JSON that can be read", "write an object of at most 64 levels, each key once");
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // Both are how JsonDocument speaks of half a surrogate pair, raw or escaped; kinds are checked before every access.
            faults.Add(path, "it contains text that is no Unicode", "remove unpaired surrogates");
        }
        return new PodShape();
    }

    private static PodShape ReadPod(TemplateField template)
    {
        if (!template.IsObject())
            return new PodShape();
        if (!template.TryGet("spec", out var spec))
        {
            template.Fault("it has no spec", "write a pod template: an object with spec.containers");
            return new PodShape();
        }
        if (!spec.IsObject())
            return new PodShape();
        UnsupportedRules.Check(spec);
        return new PodShape
        {
            Requests = PodRequests.Read(spec),
            NodeSelector = NodeRequirements.Read(spec),
            Tolerations = TolerationReader.Read(spec),
        };
    }
}
