using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>One mapping of a source, with its path. Reads its fields by type; what is of another type is a fault.</summary>
internal sealed class Section(MappingNode node, string path, MappingNode document, ImportLog log)
{
    public MappingNode Node => node;

    public MappingNode Document => document;

    public ImportLog Log => log;

    public string Path => path;

    public bool Has(string key) => node[key] is not null;

    public string At(string key) => FieldPath.Member(path, key);

    /// <summary>Notes what is ignored, and reports what is no field of its kind at all.</summary>
    public Section Check(FieldTable known)
    {
        foreach (var (key, entry) in node.Entries)
            if (!known.TryGet(key, out var what))
                log.Faults.Add(entry.Line, entry.Column, At(key), $"'{Names.Clip(key)}' is not known here", Spelling.Advice(key, known.Names));
            else if (what.Why.Length > 0 && Has(key))
                log.Note(what.Matters ? ImportNoteKind.Warning : ImportNoteKind.Ignored, entry.Line, At(key), what.Why);
        return this;
    }

    public Section? Child(string key)
    {
        if (node[key] is not { } value)
            return null;
        if (value is MappingNode mapping)
            return new Section(mapping, At(key), document, log);
        log.Faults.Add(value, At(key), "it is not a mapping", "write a mapping");
        return null;
    }

    /// <summary>The mapping under a key; without it there is a fault, and an empty one to go on with.</summary>
    public Section Required(string key)
    {
        if (!Has(key))
            log.Faults.Add(node, At(key), "there is none", "write a mapping");
        return Child(key) ?? new Section(new MappingNode(node.Line, node.Column), At(key), document, log);
    }

    public IReadOnlyList<Section> Items(string key)
    {
        if (node[key] is not { } value)
            return [];
        if (value is SequenceNode sequence && sequence.Items.TrueForAll(i => i is MappingNode))
            return [.. sequence.Items.Select((item, i) => new Section((MappingNode)item, FieldPath.Item(At(key), i), document, log))];
        log.Faults.Add(value, At(key), "it is not a list of mappings", "write a list of mappings");
        return [];
    }

    public long? Number(string key)
    {
        if (node[key] is not { } value)
            return null;
        if (value is ScalarNode { Kind: ScalarKind.Number } scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        log.Faults.Add(value, At(key), "it is no whole number", "write a whole number without quotes");
        return null;
    }

    public bool? Truth(string key)
    {
        if (node[key] is not { } value)
            return null;
        if (value is ScalarNode { Kind: ScalarKind.Boolean } scalar)
            return scalar.Text == "true";
        log.Faults.Add(value, At(key), "it is neither true nor false", "write true or false, without quotes");
        return null;
    }

    public string? Text(string key)
    {
        if (node[key] is not { } value)
            return null;
        if (value is ScalarNode { Kind: ScalarKind.Text } scalar)
            return scalar.Text;
        log.Faults.Add(value, At(key), "it is no text", "write a text; true and numbers need quotes");
        return null;
    }

    public ImmutableSortedDictionary<string, string> Texts(string key)
    {
        var section = Child(key);
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in section?.Node.Entries.Keys ?? Enumerable.Empty<string>())
            texts[name] = section!.Has(name) ? section.Text(name) ?? "" : "";
        return texts.ToImmutable();
    }

    public int Line(string key) => node.Entries.TryGetValue(key, out var entry) ? entry.Line : node.Line;

    public void Mapped(string key, string target, long value) => Mapped(key, target, value.ToString(CultureInfo.InvariantCulture));

    public void Mapped(string key, string target, string value) => log.Note(ImportNoteKind.Mapped, Line(key), At(key), $"{target} = {value}");

    public void Defaults(string key, string text) => log.Note(ImportNoteKind.Default, Line(key), At(key), text);

    public void Ignored(string key, string why) => log.Note(ImportNoteKind.Ignored, Line(key), At(key), why);

    public void Warn(string key, string text) => log.Note(ImportNoteKind.Warning, Line(key), At(key), text);

    public void Fault(string key, string problem, string remedy)
    {
        if (node.Entries.TryGetValue(key, out var entry))
            log.Faults.Add(entry.Line, entry.Column, At(key), problem, remedy);
        else
            log.Faults.Add(node, At(key), problem, remedy);
    }

    /// <summary>Remembers that our field was read from this one.</summary>
    public void Came(string ours, string key) => log.Came(ours, document, At(key));
}
