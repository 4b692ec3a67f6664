using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster convert</c></summary>
internal sealed class ConvertCommand
{
    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "A manifest, a folder of them, or - for standard input; may be given again",
        HelpName = "FILE|DIR|-",
        Required = true,
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "yaml or json", HelpName = "FORMAT", DefaultValueFactory = _ => "yaml" };

    private readonly ImportArguments _import = new();

    public static Command Create(CliContext context)
    {
        var convert = new ConvertCommand();
        var command = new Verb("convert", "Make Muster's manifests of those of other systems.",
            """
            Reads batch/v1 Jobs (with labels of Kueue or KAI, too), JobSets, Volcano Jobs, Pods and Kueue's groups of them,
            and Armada's job files. Manifests go to standard output. What became of each field goes to standard error:
            mapped, default (the source says nothing), ignored (not needed), warning (the job may behave differently).
            Nothing is sent. muster submit reads the same files.

            Examples:
              muster convert -f jobset.yaml > job.yaml
              muster convert -f volcano/ --queue-map ml-team=training --priority-class high=1000
              muster convert -f armada.yaml -o json 2> notes.txt
            """) { convert._files, convert._output };
        convert._output.AcceptOnlyFromAmong("yaml", "json");
        convert._import.AddTo(command);
        command.SetAction(arguments => convert.Run(context, command, arguments));
        return command;
    }

    private int Run(CliContext context, Command command, ParseResult arguments)
    {
        try
        {
            var manifests = ManifestFiles.Read(arguments.GetRequiredValue(_files), context.In, _import.Read(arguments));
            ManifestNotes.Say(context.Error, manifests);
            Objects.Write(context.Out, [.. manifests.Select(m => Objects.Tree(m.Job, MusterJson.Default.Job))], single: manifests.Count == 1,
                new OutputChoice(arguments.GetValue(_output) == "yaml" ? OutputFormat.Yaml : OutputFormat.Json));
            return ExitCode.Ok;
        }
        catch (UsageException error)
        {
            return context.Usage(error.Message, command);
        }
        catch (MusterException error)
        {
            return context.Fail(error, ExitCode.Of(error, write: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return context.Fail(error, ExitCode.Error);
        }
    }
}
