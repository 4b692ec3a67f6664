using System.Collections.Immutable;
using System.Text;

namespace Muster.Contracts;

/// <summary>What labels, selectors and annotations have to keep to.</summary>
internal static class LabelRules
{
    public const int MaxLabels = 64;
    public const int MaxAnnotationBytes = 16 * 1024;

    private const string KeyRemedy = "a key is an optional DNS prefix and '/', then up to 63 letters, digits, '-', '_' or '.'";
    private const string ValueRemedy = "a value has up to 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit";

    public static void CheckLabels(string path, ImmutableSortedDictionary<string, string>? labels, FaultList faults)
    {
        if (IsMissing(path, labels, faults))
            return;
        if (labels!.Count > MaxLabels)
            faults.Add(path, $"there are {labels.Count} entries", $"write at most {MaxLabels}");
        foreach (var (key, value) in labels.Take(MaxLabels))
            CheckLabel(path, key, value, faults);
    }

    public static bool CheckLabel(string path, string key, string? value, FaultList faults)
    {
        if (!CheckKey(path, key, faults))
            return false;
        if (value is not null && Names.IsLabelValue(value))
            return true;
        faults.Add(FieldPath.Member(path, key), $"'{Names.Clip(value)}' is no label value", ValueRemedy);
        return false;
    }

    public static void CheckAnnotations(string path, ImmutableSortedDictionary<string, string>? annotations, FaultList faults)
    {
        if (IsMissing(path, annotations, faults))
            return;
        var bytes = 0L;
        foreach (var (key, value) in annotations!)
        {
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value ?? "");
            CheckKey(path, key, faults);
            if (value is null)
                faults.Add(FieldPath.Member(path, key), "it is null", "write a text, or leave it out");
        }
        if (bytes > MaxAnnotationBytes)
            faults.Add(path, $"keys and values have {bytes} bytes", $"write at most {MaxAnnotationBytes} bytes in all");
    }

    private static bool CheckKey(string path, string key, FaultList faults)
    {
        if (Names.IsQualifiedName(key))
            return true;
        faults.Add(FieldPath.Member(path, key), $"'{Names.Clip(key)}' is no key", KeyRemedy);
        return false;
    }

    private static bool IsMissing(string path, object? map, FaultList faults)
    {
        if (map is null)
            faults.Add(path, "it is null", "write an object of texts, or leave the field out");
        return map is null;
    }
}
