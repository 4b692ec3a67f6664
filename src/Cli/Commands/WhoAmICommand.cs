using System.CommandLine;
using System.Text.Json.Nodes;

namespace Muster.Cli;

/// <summary><c>muster whoami</c></summary>
internal static class WhoAmICommand
{
    public static Command Create(CliContext context)
    {
        var output = OutputOptions.Choice(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.JsonPath);
        var command = new Verb("whoami", "Show who the silo takes you for, and what you may do.",
            """
            Examples:
              muster whoami
              muster whoami --context prod -o json
            """) { output };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var identity = await session.Client.WhoAmIAsync(cancellationToken);
            var choice = session.Arguments.GetValue(output) ?? OutputChoice.Table;
            var grants = identity.Grants.IsDefault ? [] : identity.Grants;
            if (!choice.IsTable)
            {
                var tree = new JsonObject { ["name"] = identity.Name };
                tree["grants"] = new JsonArray([.. grants.Select(g => new JsonObject
                {
                    ["role"] = g.Role, ["queue"] = g.Queue, ["namespaces"] = g.Namespaces.IsDefault ? null : new JsonArray([.. g.Namespaces.Select(n => (JsonNode)n)]),
                })]);
                Objects.Write(session.Out, [tree], single: true, choice);
                return ExitCode.Ok;
            }
            session.Print($"{identity.Name} at {session.Connection.Address.AbsoluteUri.TrimEnd('/')}");
            var table = new Table("ROLE", "QUEUE", "NAMESPACES");
            foreach (var grant in grants)
                table.Add(grant.Role, grant.Queue ?? "all", grant.Namespaces.IsDefaultOrEmpty ? "all" : string.Join(",", grant.Namespaces));
            if (grants.Length > 0)
                table.Write(session.Out, headersToo: true);
            return ExitCode.Ok;
        });
        return command;
    }
}
