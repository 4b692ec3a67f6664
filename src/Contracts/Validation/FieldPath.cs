namespace Muster.Contracts;

/// <summary>Paths of fields, as people write them: <c>spec.podSets[0].template</c>, <c>requests["nvidia.com/gpu"]</c>.</summary>
public static class FieldPath
{
    /// <summary>The path of a member of the object at <paramref name="path"/>.</summary>
    public static string Member(string path, string name)
    {
        var step = IsPlain(name) ? name : $"[\"{Names.Clip(name)}\"]";
        return path.Length == 0 || step[0] == '[' ? path + step : $"{path}.{step}";
    }

    /// <summary>The path of an item of the list at <paramref name="path"/>.</summary>
    public static string Item(string path, int index) => $"{path}[{index}]";

    private static bool IsPlain(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        return name.Length is > 0 and <= 80;
    }
}
