using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Muster.Cli;

/// <summary>The usual help, and below it what the command has to teach.</summary>
internal sealed class TeachingHelp(CliContext context, HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var (configuration, output) = (parseResult.InvocationConfiguration, parseResult.InvocationConfiguration.Output);
        using var help = new StringWriter { NewLine = "\n" };
        configuration.Output = help;
        usual.Invoke(parseResult);
        configuration.Output = output;
        // The program's file may have any name.
        context.Out.Write(context.Called(help.ToString().Replace($"  {RootCommand.ExecutableName}", "  muster", StringComparison.Ordinal)));
        if (parseResult.CommandResult.Command is Verb verb)
            context.Out.WriteLine(context.Called(verb.Details));
        return ExitCode.Ok;
    }
}
