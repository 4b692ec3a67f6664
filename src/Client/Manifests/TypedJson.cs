using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Writes a tree as the JSON of a known type, and names everything in it that the type does not have or cannot hold.
/// The serializer's own description of the type is the schema, so that there is no second one to keep.
/// </summary>
internal sealed class TypedJson(Utf8JsonWriter writer, ManifestFaults faults)
{
    /// <summary>The JSON of a value of the type. Of no use when there are faults.</summary>
    public static ReadOnlyMemory<byte> Write(ManifestNode node, JsonTypeInfo type, ManifestFaults faults)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, VerbatimJson.Options with { SkipValidation = true });
        new TypedJson(writer, faults).Value(node, type, "");
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private void Value(ManifestNode node, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary when Is<MappingNode>(node, path, "a mapping") is { } mapping:
                Mapping(mapping, type, path);
                break;
            case JsonTypeInfoKind.Enumerable when Is<SequenceNode>(node, path, "a list") is { } sequence:
                Sequence(sequence, type, path);
                break;
            case JsonTypeInfoKind.None when type.Type == typeof(PodTemplate):
                Template(node, path);
                break;
            case JsonTypeInfoKind.None when Is<ScalarNode>(node, path, "a scalar") is { } scalar:
                Scalar(scalar, Nullable.GetUnderlyingType(type.Type) ?? type.Type, path);
                break;
        }
    }

    private void Mapping(MappingNode mapping, JsonTypeInfo type, string path)
    {
        writer.WriteStartObject();
        foreach (var (key, entry) in mapping.Entries)
        {
            if (mapping[key] is not { } value)
                continue; // null stands for absent, as in Kubernetes
            var field = FieldPath.Member(path, key);
            if (MemberType(type, key) is { } member)
            {
                writer.WritePropertyName(key);
                Value(value, type.Options.GetTypeInfo(member), field);
            }
            else
                faults.Add(entry.Line, entry.Column, field, $"'{Names.Clip(key)}' is not known here", Spelling.Advice(key, type.Properties.Select(p => p.Name)));
        }
        writer.WriteEndObject();
    }

    private static Type? MemberType(JsonTypeInfo type, string key) =>
        type.Kind == JsonTypeInfoKind.Dictionary ? type.ElementType : type.Properties.FirstOrDefault(p => p.Name == key)?.PropertyType;

    private void Sequence(SequenceNode sequence, JsonTypeInfo type, string path)
    {
        var element = type.Options.GetTypeInfo(type.ElementType!);
        writer.WriteStartArray();
        for (var i = 0; i < sequence.Items.Count; i++)
            Value(sequence.Items[i], element, FieldPath.Item(path, i));
        writer.WriteEndArray();
    }

    private void Template(ManifestNode node, string path)
    {
        if (Is<MappingNode>(node, path, "a pod template") is null)
            return;
        var json = VerbatimJson.Write(node);
        if (json.Length > PodTemplate.MaxLength)
            faults.Add(node, path, $"it has {json.Length} characters of JSON", $"write at most {PodTemplate.MaxLength}; move scripts and data into a ConfigMap or the image");
        else
            writer.WriteRawValue(json, skipInputValidation: true);
    }

    private void Scalar(ScalarNode scalar, Type type, string path)
    {
        if (type == typeof(string))
            Text(scalar, path);
        else if (type.IsEnum)
            Choice(scalar, Enum.GetNames(type), path);
        else if (type == typeof(bool))
            Truth(scalar, path);
        else
            Number(scalar, type == typeof(int) ? int.MinValue : long.MinValue, type == typeof(int) ? int.MaxValue : long.MaxValue, path);
    }

    private void Text(ScalarNode scalar, string path)
    {
        if (scalar.Kind == ScalarKind.Text)
            writer.WriteStringValue(scalar.Text);
        else
            faults.Add(scalar, path, $"{Names.Clip(scalar.Text)} is no text", "write it in quotes");
    }

    private void Choice(ScalarNode scalar, string[] names, string path)
    {
        if (scalar.Kind == ScalarKind.Text && names.Contains(scalar.Text))
            writer.WriteStringValue(scalar.Text);
        else
            faults.Add(scalar, path, $"'{Names.Clip(scalar.Text)}' is none of its values", Spelling.Advice(scalar.Text, names));
    }

    private void Truth(ScalarNode scalar, string path)
    {
        if (scalar.Kind == ScalarKind.Boolean)
            writer.WriteBooleanValue(scalar.Text == "true");
        else
            faults.Add(scalar, path, $"'{Names.Clip(scalar.Text)}' is neither true nor false", "write true or false, without quotes");
    }

    private void Number(ScalarNode scalar, long least, long most, string path)
    {
        if (scalar.Kind == ScalarKind.Number && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            writer.WriteNumberValue(number);
        else
            faults.Add(scalar, path, $"'{Names.Clip(scalar.Text)}' is no whole number{(scalar.Kind == ScalarKind.Number ? " that fits" : "")}",
                $"write a whole number without quotes, at most {most}");
    }

    private T? Is<T>(ManifestNode node, string path, string noun)
        where T : ManifestNode
    {
        if (node is not T)
            faults.Add(node, path, $"it is not {noun}", $"write {noun}");
        return node as T;
    }
}
