using System.CommandLine;
using System.Reflection;
using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster version</c></summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var clientOnly = new Option<bool>("--client") { Description = "Only this program's; asks no silo" };
        var output = OutputOptions.Choice(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.JsonPath);
        var command = new Verb("version", "Show the version of this program and of the silo.",
            """
            Examples:
              muster version
              muster version --client
              muster version -o json
            """) { clientOnly, output };
        Session.RunsAlone(command, context, writes: false, async (arguments, cancellationToken) =>
        {
            var choice = arguments.GetValue(output) ?? OutputChoice.Table;
            if (choice.IsTable)
                context.Print($"client: {Own}");
            context.Flush();
            MusterException? failure = null;
            ServerVersion? silo = null;
            if (!arguments.GetValue(clientOnly))
                try
                {
                    using var client = Session.Open(context, context.Connect(arguments), Session.Patience);
                    silo = await client.GetVersionAsync(cancellationToken);
                }
                catch (MusterException error)
                {
                    failure = error; // what is known is shown all the same
                }
            if (!choice.IsTable)
                Objects.Write(context.Out, [Tree(silo)], single: true, choice);
            else if (silo is not null)
                context.Print($"silo: {silo.Version} ({silo.Engine})");
            return failure is null ? ExitCode.Ok : context.Fail(failure, ExitCode.Of(failure, write: false));
        });
        return command;
    }

    private static string Own => (typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+')[0];

    private static JsonObject Tree(ServerVersion? silo)
    {
        var tree = new JsonObject { ["client"] = new JsonObject { ["version"] = Own } };
        if (silo is not null)
            tree["silo"] = new JsonObject { ["version"] = silo.Version, ["engine"] = silo.Engine };
        return tree;
    }
}
