using System.Text;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Builds a bounded tree from a JSON text, with the places of its values.</summary>
internal ref struct JsonTreeReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ManifestFaults _faults;
    private readonly PathStack _path = new();
    private Utf8JsonReader _reader;
    private int _events;
    private int _seen;
    private int _line = 1;
    private int _lineStart;

    private JsonTreeReader(ReadOnlySpan<byte> text, ManifestFaults faults)
    {
        _text = text;
        _faults = faults;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = ManifestLimits.MaxDepth });
    }

    /// <summary>The one document of the text.</summary>
    public static ManifestNode ReadDocument(string text, ManifestFaults faults)
    {
        var reader = new JsonTreeReader(Encoding.UTF8.GetBytes(text), faults);
        try
        {
            reader.Next();
            var document = reader.ReadNode();
            reader._reader.Read();
            return document;
        }
        catch (JsonException error)
        {
            throw faults.Fatal((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, "",
                $"it is no JSON: {Names.Clip(error.Message.Split(" LineNumber:")[0].TrimEnd('.'), 200)}",
                $"mend the JSON: check quotes, commas and brackets, and that it has at most {ManifestLimits.MaxDepth} levels");
        }
        catch (InvalidOperationException)
        {
            throw faults.Fatal(reader._line, 1, "", "a text contains half a surrogate pair", "remove the escape, or write both halves");
        }
    }

    private ManifestNode ReadNode()
    {
        var (line, column) = Place();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(line, column),
            JsonTokenType.StartArray => ReadArray(line, column),
            JsonTokenType.String => new ScalarNode(line, column, ScalarKind.Text, Text()),
            JsonTokenType.Number => new ScalarNode(line, column, ScalarKind.Number, Encoding.UTF8.GetString(_reader.ValueSpan)),
            JsonTokenType.Null => new ScalarNode(line, column, ScalarKind.Null, ""),
            var other => new ScalarNode(line, column, ScalarKind.Boolean, other == JsonTokenType.True ? "true" : "false"),
        };
    }

    private MappingNode ReadObject(int line, int column)
    {
        var mapping = new MappingNode(line, column);
        while (Next() != JsonTokenType.EndObject)
        {
            var key = Text();
            var (keyLine, keyColumn) = Place();
            if (mapping.Entries.ContainsKey(key))
                throw _faults.Fatal(keyLine, keyColumn, _path.ToString(), $"'{Names.Clip(key)}' is here twice", "keep one of them");
            Next();
            _path.Push(key);
            mapping.Entries.Add(key, new MappingEntry(keyLine, keyColumn, ReadNode()));
            _path.Pop();
        }
        return mapping;
    }

    private SequenceNode ReadArray(int line, int column)
    {
        var sequence = new SequenceNode(line, column);
        while (Next() != JsonTokenType.EndArray)
        {
            _path.Push(sequence.Items.Count);
            sequence.Items.Add(ReadNode());
            _path.Pop();
        }
        return sequence;
    }

    private string Text()
    {
        var (line, column) = Place();
        return _reader.ValueSpan.Length <= ManifestLimits.MaxScalarLength
            ? _reader.GetString()!
            : throw _faults.Fatal(line, column, _path.ToString(), "it is too long", $"write at most {ManifestLimits.MaxScalarLength} characters");
    }

    private JsonTokenType Next()
    {
        _reader.Read();
        if (++_events > ManifestLimits.MaxEvents)
            throw _faults.Fatal(_line, 1, "", "it holds too much", $"write at most {ManifestLimits.MaxEvents} values in a file, or use several files");
        return _reader.TokenType;
    }

    // Tokens come in order, so every line end is counted once.
    private (int Line, int Column) Place()
    {
        var start = (int)_reader.TokenStartIndex;
        for (; _seen < start; _seen++)
            if (_text[_seen] == '\n')
                (_line, _lineStart) = (_line + 1, _seen + 1);
        return (_line, start - _lineStart + 1);
    }
}
