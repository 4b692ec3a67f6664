using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Muster.Cli;

/// <summary>The whole of <c>muster</c>, as a function of its arguments and the world around it.</summary>
public static class MusterCli
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after <c>muster</c>.</param>
    /// <param name="stdout">Where data goes.</param>
    /// <param name="stderr">Where messages go.</param>
    /// <param name="httpHandler">What sends requests; null for the network.</param>
    /// <param name="stdin">What <c>-f -</c> reads; null for the console.</param>
    /// <param name="clock">What ages go by; null for the system's.</param>
    /// <param name="cancellationToken">Interrupts the command.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(
        string[] args, TextWriter stdout, TextWriter stderr, HttpMessageHandler? httpHandler = null,
        Stream? stdin = null, TimeProvider? clock = null, CancellationToken cancellationToken = default) =>
        RunAsync(args, new CliWorld { Out = stdout, Error = stderr, Handler = httpHandler, In = stdin, Clock = clock ?? TimeProvider.System }, cancellationToken);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after <c>muster</c>.</param>
    /// <param name="world">What it reads, and where it writes.</param>
    /// <param name="cancellationToken">Interrupts the command.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, CliWorld world, CancellationToken cancellationToken = default)
    {
        using var context = new CliContext(world);
        var root = Build(context);
        if (args is [CompleteCommand.Name, .. var words])
            return await CompleteCommand.RunAsync(root, context, words, cancellationToken);
        var result = root.Parse(args.Length == 0 ? ["--help"] : TypeAndName.Split(args));
        if (result.Action is ParseErrorAction || Misunderstanding.StrayOption(result, args) is not null)
            return context.Usage(context.Called(Misunderstanding.Of(result, args)), result.CommandResult.Command);
        try
        {
            return await result.InvokeAsync(
                new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (context.Farewell is { } farewell)
                context.Say(farewell);
            return ExitCode.Interrupted;
        }
    }

    internal static RootCommand Build(CliContext context)
    {
        var root = new RootCommand(context.Called(
            """
            muster starts jobs whose pods run together or not at all, on whichever Kubernetes cluster has room for them.

            Begin with:
              muster submit -f examples/training-gang.yaml   submit a job
              muster get jobs -w                             see what becomes of it
              muster explain big-gang                        learn why a job waits

            Exit codes: 0 ok, 1 error, 2 usage, 3 not found, 4 conflict, 5 rejected, 6 timeout or outcome unknown,
            7 unavailable, 8 the job that was waited for failed, 130 interrupted.
            """));
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Description = "Show what a command does, with examples";
            option.Action = new TeachingHelp(context, (HelpAction)option.Action!);
        }
        root.Options.Add(context.Server);
        root.Options.Add(context.TokenFile);
        root.Options.Add(context.ContextName);
        root.Subcommands.Add(SubmitCommand.Create(context));
        root.Subcommands.Add(ApplyCommand.Create(context));
        root.Subcommands.Add(GetCommand.Create(context));
        root.Subcommands.Add(DescribeCommand.Create(context));
        root.Subcommands.Add(ExplainCommand.Create(context));
        root.Subcommands.Add(LogsCommand.Create(context));
        root.Subcommands.Add(TopCommand.Create(context));
        root.Subcommands.Add(WaitCommand.Create(context));
        root.Subcommands.Add(WatchCommand.Create(context));
        root.Subcommands.Add(SuspendCommand.Create(context));
        root.Subcommands.Add(ResumeCommand.Create(context));
        root.Subcommands.Add(CancelCommand.Create(context));
        root.Subcommands.Add(DeleteCommand.Create(context));
        root.Subcommands.Add(CordonCommand.Create(context));
        root.Subcommands.Add(UncordonCommand.Create(context));
        root.Subcommands.Add(ClusterCommand.Create(context));
        root.Subcommands.Add(RecoverCommand.Create(context));
        root.Subcommands.Add(ConvertCommand.Create(context));
        root.Subcommands.Add(SchemaCommand.Create(context));
        root.Subcommands.Add(ConfigCommand.Create(context));
        root.Subcommands.Add(WhoAmICommand.Create(context));
        root.Subcommands.Add(CompletionCommand.Create(context));
        root.Subcommands.Add(VersionCommand.Create(context));
        return root;
    }
}
