using System.Text.Json;

namespace Muster.Contracts;

/// <summary>A place in a pod template: its path, what stands there, and where faults go. Null counts as absent, as in Kubernetes.</summary>
internal sealed class TemplateField
{
    private readonly TemplateField? _parent;
    private readonly string _step;
    private readonly int _index = -1;
    private string? _path;

    /// <summary>The place that a template begins at.</summary>
    public TemplateField(string path, JsonElement value, FaultList faults) => (_step, _path, Value, Faults) = (path, path, value, faults);

    private TemplateField(TemplateField parent, string step, int index, JsonElement value) =>
        (_parent, _step, _index, Value, Faults) = (parent, step, index, value, parent.Faults);

    // Put together only when something is wrong there: most fields of most templates are never named.
    public string Path => _path ??= _index >= 0 ? FieldPath.Item(_parent!.Path, _index) : FieldPath.Member(_parent!.Path, _step);

    public JsonElement Value { get; }

    public FaultList Faults { get; }

    public void Fault(string problem, string remedy) => Faults.Add(Path, problem, remedy);

    /// <summary>True for an object; anything else is a fault.</summary>
    public bool IsObject() => Is(JsonValueKind.Object, "an object");

    /// <summary>Finds a member that is there and not null.</summary>
    public bool TryGet(string name, out TemplateField member)
    {
        JsonElement element = default;
        var found = Value.ValueKind == JsonValueKind.Object
            && Value.TryGetProperty(name, out element) && element.ValueKind != JsonValueKind.Null;
        member = new TemplateField(this, name, -1, element);
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
            yield return new TemplateField(member, "", index++, item);
    }

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, TemplateField Field)> Members()
    {
        foreach (var member in Value.EnumerateObject())
            yield return (member.Name, new TemplateField(this, member.Name, -1, member.Value));
    }

    private bool Is(JsonValueKind kind, string noun)
    {
        if (Value.ValueKind == kind)
            return true;
        Fault($"it is not {noun}", $"write {noun}");
        return false;
    }
}
