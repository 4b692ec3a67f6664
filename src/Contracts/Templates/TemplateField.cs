using System.Text.Json;

namespace Muster.Contracts;

/// <summary>A place in a pod template: its path, what stands there, and where faults go. Null counts as absent, as in Kubernetes.</summary>
internal readonly struct TemplateField(string path, JsonElement value, FaultList faults)
{
    public string Path => path;

    public JsonElement Value => value;

    public FaultList Faults => faults;

    public void Fault(string problem, string remedy) => faults.Add(path, problem, remedy);

    /// <summary>True for an object; anything else is a fault.</summary>
    public bool IsObject() => Is(JsonValueKind.Object, "an object");

    /// <summary>Finds a member that is there and not null.</summary>
    public bool TryGet(string name, out TemplateField member)
    {
        JsonElement element = default;
        var found = value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(name, out element) && element.ValueKind != JsonValueKind.Null;
        member = new TemplateField(FieldPath.Member(path, name), element, faults);
        return found;
    }

    /// <summary>Finds a member that has to be an object.</summary>
    public bool TryGetObject(string name, out TemplateField member) => TryGet(name, out member) && member.IsObject();

    /// <summary>A member that has to be a text; empty when it is absent or none.</summary>
    public string Text(string name) => TryGet(name, out var member) && member.Is(JsonValueKind.String, "a text") ? member.Value.GetString()! : "";

    /// <summary>The items of a list member; none when it is absent or no list.</summary>
    public IEnumerable<TemplateField> Items(string name)
    {
        if (!TryGet(name, out var member) || !member.Is(JsonValueKind.Array, "a list"))
            yield break;
        var index = 0;
        foreach (var item in member.Value.EnumerateArray())
            yield return new TemplateField(FieldPath.Item(member.Path, index++), item, member.Faults);
    }

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, TemplateField Field)> Members()
    {
        foreach (var member in value.EnumerateObject())
            yield return (member.Name, new TemplateField(FieldPath.Member(path, member.Name), member.Value, faults));
    }

    private bool Is(JsonValueKind kind, string noun)
    {
        if (value.ValueKind == kind)
            return true;
        Fault($"it is not {noun}", $"write {noun}");
        return false;
    }
}
