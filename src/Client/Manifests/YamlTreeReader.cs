using Muster.Contracts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Muster.Client;

/// <summary>
/// Builds bounded trees from the parser's events. It pulls one event at a time and stops at the first bound, so that
/// neither depth nor size of a text can reach the stack or the heap. Anchors, aliases, tags and merge keys are refused.
/// A literal reading takes every scalar for the text that it is (but nothing for null), and repeats none in its messages:
/// where secrets stand, <c>0644</c> is one, not a number.
/// </summary>
internal sealed class YamlTreeReader(string text, ManifestFaults faults, bool literal = false)
{
    // Longest sentence of the parser that is passed on.
    private const int MaxSentence = 200;

    private readonly Parser _parser = new(new StringReader(text));
    private readonly PathStack _path = new();
    private int _events;

    /// <summary>The documents that hold something.</summary>
    public List<ManifestNode> ReadDocuments()
    {
        var documents = new List<ManifestNode>();
        for (var count = 0; Next() is not StreamEnd;)
        {
            if (_parser.Current is not DocumentStart)
                continue;
            if (++count > ManifestLimits.MaxDocuments)
                throw Fatal("there are too many documents", $"write at most {ManifestLimits.MaxDocuments} in a file");
            Next();
            if (ReadNode(0) is not ScalarNode { Kind: ScalarKind.Null } and var document)
                documents.Add(document);
        }
        return documents;
    }

    private ManifestNode ReadNode(int depth)
    {
        if (depth > ManifestLimits.MaxDepth)
            throw Fatal("it is nested too deeply", $"write at most {ManifestLimits.MaxDepth} levels");
        switch (_parser.Current)
        {
            case AnchorAlias:
                throw Fatal("it is an alias (*)", "write the value out: aliases are not read");
            case NodeEvent { Anchor.IsEmpty: false }:
                throw Fatal("it has an anchor (&)", "remove it, and write repeated values out");
            case NodeEvent { Tag.IsEmpty: false }:
                throw Fatal("it has a tag (!)", "remove it; quote a scalar to make it a text");
            case Scalar scalar:
                return ReadScalar(scalar);
            case MappingStart start:
                return ReadMapping(start, depth);
            case SequenceStart start:
                return ReadSequence(start, depth);
            default:
                throw Fatal("something is missing here", "write a value");
        }
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        if (scalar.Value.Length > ManifestLimits.MaxScalarLength)
            throw Fatal("it is too long", $"write at most {ManifestLimits.MaxScalarLength} characters");
        var (kind, json) = (ScalarKind.Text, scalar.Value);
        if (literal)
            return new ScalarNode(Line, Column, scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } ? ScalarKind.Null : kind, json);
        if (scalar.Style == ScalarStyle.Plain && !YamlScalar.TryResolve(scalar.Value, out kind, out json))
            throw Fatal($"'{Names.Clip(scalar.Value)}' is not the same number to every reader", "write a plain decimal number (0644 is 420), or quote it");
        return new ScalarNode(Line, Column, kind, json);
    }

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        var sequence = new SequenceNode((int)start.Start.Line, (int)start.Start.Column);
        while (Next() is not SequenceEnd)
        {
            _path.Push(sequence.Items.Count);
            sequence.Items.Add(ReadNode(depth + 1));
            _path.Pop();
        }
        return sequence;
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        var mapping = new MappingNode((int)start.Start.Line, (int)start.Start.Column);
        while (Next() is not MappingEnd)
        {
            if (_parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } key)
                throw Fatal("a key is no plain text", "write keys as texts, without anchors, aliases and tags");
            if (key.Value.Length == 0)
                throw Fatal("a key is empty", "write a name before the colon");
            if (key is { Style: ScalarStyle.Plain, Value: "<<" })
                throw Fatal("it is a merge key (<<)", "write the merged fields out");
            var (line, column) = (Line, Column);
            if (mapping.Entries.ContainsKey(key.Value))
                throw Fatal($"'{Names.Clip(key.Value)}' is here twice", "keep one of them");
            Next();
            _path.Push(key.Value);
            mapping.Entries.Add(key.Value, new MappingEntry(line, column, ReadNode(depth + 1)));
            _path.Pop();
        }
        return mapping;
    }

    private int Line => (int)_parser.Current!.Start.Line;

    private int Column => (int)_parser.Current!.Start.Column;

    private ParsingEvent Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException error)
        {
            var (line, column) = TabPlace(error) ?? ((int)error.Start.Line, (int)error.Start.Column);
            throw Broken(line, column, error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // For some broken texts the scanner fails in ways of its own, without a place.
            throw Broken((int?)_parser.Current?.End.Line ?? 1, (int?)_parser.Current?.End.Column ?? 1, error);
        }
        if (++_events > ManifestLimits.MaxEvents)
            throw Fatal("it holds too much", $"write at most {ManifestLimits.MaxEvents} values in a file, or use several files");
        return _parser.Current!;
    }

    // Of a tab the parser says where the text around it begins.
    private (int Line, int Column)? TabPlace(YamlException error)
    {
        if (!error.Message.Contains(" tab ", StringComparison.Ordinal))
            return null;
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
            if (++number >= error.Start.Line && line[..^line.TrimStart().Length].IndexOf('\t') is >= 0 and var tab && !line.IsWhiteSpace())
                return (number, tab + 1);
        return null;
    }

    private ManifestException Fatal(string problem, string remedy) => faults.Fatal(Line, Column, Path, problem, remedy);

    private string Path => _path.ToString();

    private ManifestException Broken(int line, int column, Exception error) =>
        faults.Fatal(line, column, Path, $"it is no YAML: {Names.Clip(error.Message.TrimEnd('.'), MaxSentence)}", "mend the YAML: check indentation, quotes and brackets");
}
