using System.Collections.Immutable;
using Muster.Contracts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Muster.Cli;

/// <summary>
/// Reads a configuration, event by event: nothing that it does not know, nothing twice, and no deeper than it can be.
/// Every error names file, line and column.
/// </summary>
internal sealed class ConfigReader(string path, string text)
{
    public const string ApiVersion = "muster.dev/v1alpha1";
    public const string Kind = "Config";

    private const int MaxContexts = 500;
    private const int MaxValue = 8192;

    private static readonly string[] TopFields = ["apiVersion", "kind", "currentContext", "contexts"];
    private static readonly string[] ContextFields = ["name", "server", "token", "tokenFile", "namespace", "queue"];

    private readonly Parser _parser = new(new StringReader(text));
    private readonly List<ConfigContext> _contexts = [];

    /// <exception cref="ConfigException">The text cannot be used.</exception>
    public CliConfig Read()
    {
        Next();
        if (Next() is StreamEnd)
            return CliConfig.Empty;
        string? current = null;
        Mark? currentAt = null;
        if (Next() is Scalar { Value: "" })
            return CliConfig.Empty;
        ReadMapping("the configuration", TopFields, field =>
        {
            currentAt = field == "currentContext" ? _parser.Current!.Start : currentAt;
            switch (field)
            {
                case "contexts":
                    ReadContexts();
                    break;
                case "currentContext":
                    current = ReadValue(field) is { Length: > 0 } name ? name : null;
                    break;
                case "apiVersion":
                    Require(field, ApiVersion);
                    break;
                default:
                    Require(field, Kind);
                    break;
            }
        });
        Next();
        if (Next() is not StreamEnd)
            throw Fault("there is a second document; keep one");
        if (current is not null && _contexts.All(c => c.Name != current))
            throw Fault($"currentContext: there is no context '{Names.Clip(current)}'; known: {Known()}", currentAt);
        return new CliConfig(current, [.. _contexts]);
    }

    private string Known() => _contexts.Count == 0 ? "none" : string.Join(", ", _contexts.Select(c => c.Name));

    private void ReadContexts()
    {
        if (_parser.Current is Scalar { Value: "" or "null" or "~" })
            return;
        if (_parser.Current is not SequenceStart)
            throw Fault("contexts: write a list, each beginning with '- name: …'");
        while (Next() is not SequenceEnd)
        {
            var start = _parser.Current!.Start;
            var values = new Dictionary<string, string>();
            ReadMapping("a context", ContextFields, field => values.Add(field, ReadValue(field)));
            Add(values, start);
        }
    }

    private void Add(Dictionary<string, string> values, Mark start)
    {
        if (!values.TryGetValue("name", out var name) || name.Length == 0)
            throw Fault("name: the context has none; write one", start);
        if (_contexts.Any(c => c.Name == name))
            throw Fault($"there are two contexts '{Names.Clip(name)}'; keep one of them", start);
        if (_contexts.Count >= MaxContexts)
            throw Fault($"there are more than {MaxContexts} contexts; remove some", start);
        var context = new ConfigContext(name)
        {
            Server = values.GetValueOrDefault("server"),
            Token = values.GetValueOrDefault("token"),
            TokenFile = values.GetValueOrDefault("tokenFile"),
            Namespace = values.GetValueOrDefault("namespace"),
            Queue = values.GetValueOrDefault("queue"),
        };
        if (ContextRules.Fault(context) is { } fault)
            throw Fault(fault, start);
        _contexts.Add(context);
    }

    private void ReadMapping(string what, string[] known, Action<string> read)
    {
        if (_parser.Current is not MappingStart { Anchor.IsEmpty: true, Tag.IsEmpty: true })
            throw Fault($"{what} is no mapping; write fields: {string.Join(", ", known)}");
        var seen = new HashSet<string>();
        while (Next() is not MappingEnd)
        {
            var field = (_parser.Current as Scalar)?.Value ?? "";
            if (!known.Contains(field))
                throw Fault($"'{Names.Clip(field)}' is not known; {Nearest.Advice(field, known)}");
            if (!seen.Add(field))
                throw Fault($"'{field}' is here twice; keep one of them");
            Next();
            read(field);
        }
    }

    private string ReadValue(string field)
    {
        if (_parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } scalar)
            throw Fault($"{field}: write a plain text");
        if (scalar.Value.Length > MaxValue)
            throw Fault($"{field}: it is longer than {MaxValue} characters");
        return scalar is { Style: ScalarStyle.Plain, Value: "null" or "~" } ? "" : scalar.Value;
    }

    private void Require(string field, string expected)
    {
        if (ReadValue(field) is var value && value != expected)
            throw Fault($"{field}: '{Names.Clip(value)}' is not known; write {expected}");
    }

    private ParsingEvent Next()
    {
        try
        {
            _parser.MoveNext();
            return _parser.Current!;
        }
        catch (YamlException error)
        {
            throw Fault($"it is no YAML: {Names.Clip(error.Message)}", error.Start);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // For some broken texts the scanner fails in ways of its own, without a place.
            throw Fault($"it is no YAML: {Names.Clip(error.Message)}");
        }
    }

    private ConfigException Fault(string problem, Mark? at = null)
    {
        var mark = at ?? _parser.Current?.Start ?? Mark.Empty;
        return new ConfigException($"{path}:{mark.Line}:{mark.Column}: {problem}");
    }
}
