using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster completion</c></summary>
internal static class CompletionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Verb("completion", "Print a script that lets your shell complete muster's commands, options and names.",
            """
            Each script says in its first lines how to install it.

            Examples:
              muster completion bash
              muster completion zsh
              muster completion fish
              muster completion powershell
            """) { Shell(context, "bash"), Shell(context, "zsh"), Shell(context, "fish"), Shell(context, "powershell") };
        command.SetAction(_ => context.Usage("name your shell: bash, zsh, fish or powershell, as in: muster completion bash", command));
        return command;
    }

    private static Verb Shell(CliContext context, string shell)
    {
        var command = new Verb(shell, $"Print the script for {shell}.",
            $"""
            Example:
              muster completion {shell}
            """);
        command.SetAction(_ =>
        {
            using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!);
            context.World.Out.Write(script.ReadToEnd()); // as it is: a script's control characters are its own
            return ExitCode.Ok;
        });
        return command;
    }
}
