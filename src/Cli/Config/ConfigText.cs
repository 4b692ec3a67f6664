using System.Text.Json.Nodes;

namespace Muster.Cli;

/// <summary>The configuration as the text of its file.</summary>
internal static class ConfigText
{
    public const string Redacted = "REDACTED";

    public static JsonObject Tree(CliConfig config, bool redacted)
    {
        var tree = new JsonObject { ["apiVersion"] = ConfigReader.ApiVersion, ["kind"] = ConfigReader.Kind };
        if (config.Current is { } current)
            tree["currentContext"] = current;
        tree["contexts"] = new JsonArray([.. config.Contexts.Select(c => Tree(c, redacted))]);
        return tree;
    }

    public static string Of(CliConfig config, bool redacted)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        YamlText.Write(writer, Tree(config, redacted));
        return writer.ToString();
    }

    private static JsonObject Tree(ConfigContext context, bool redacted)
    {
        var tree = new JsonObject { ["name"] = context.Name };
        Add("server", context.Server);
        Add("token", context.Token is not null && redacted ? Redacted : context.Token);
        Add("tokenFile", context.TokenFile);
        Add("namespace", context.Namespace);
        Add("queue", context.Queue);
        return tree;

        void Add(string name, string? value)
        {
            if (value is not null)
                tree[name] = value;
        }
    }
}
