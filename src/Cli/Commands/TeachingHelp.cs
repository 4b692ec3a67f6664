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
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
            context.Out.WriteLine(context.Called(verb.Details));
        return ExitCode.Ok;
    }
}
