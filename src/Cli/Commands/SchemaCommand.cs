using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster schema</c></summary>
internal static class SchemaCommand
{
    private const string Resource = "job.schema.json";

    public static Command Create(CliContext context)
    {
        var command = new Verb("schema", "Print the JSON schema of Muster's manifests.",
            """
            Editors complete and check manifests with it. In YAML, a first line says where it is:
              # yaml-language-server: $schema=job.schema.json

            Example:
              muster schema > job.schema.json
            """);
        command.SetAction(_ =>
        {
            using var reader = new StreamReader(typeof(SchemaCommand).Assembly.GetManifestResourceStream(Resource)!);
            context.Out.Write(reader.ReadToEnd());
            return ExitCode.Ok;
        });
        return command;
    }
}
