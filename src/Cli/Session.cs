using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>One run of a command: its arguments, its client, and its way to speak.</summary>
internal sealed class Session(CliContext context, ParseResult arguments, Connection connection, IMusterClient client)
{
    // Somebody waits at a terminal: an answer within seconds, even if it is that there is none.
    public static RetryOptions Patience => new() { MaxTries = 4, FirstDelay = TimeSpan.FromMilliseconds(200) };

    public CliContext Context => context;

    public ParseResult Arguments => arguments;

    public Connection Connection => connection;

    public IMusterClient Client => client;

    public CleanWriter Out => context.Out;

    /// <summary>The namespace of jobs that are named without one.</summary>
    public string Namespace => connection.Namespace;

    /// <summary>A line of data, for whoever reads the output. It is there at once, also in a pipe.</summary>
    public void Print(string line)
    {
        context.Error.ClearStatus();
        context.Out.WriteLine(line);
        context.Out.Flush();
    }

    /// <summary>A line of talk, for whoever sits at the terminal.</summary>
    public void Say(string line) => context.Say(line);

    /// <summary>Gives a command its work. What goes wrong becomes a sentence and an exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="context">The world.</param>
    /// <param name="writes">True when it changes something, so that a lost answer leaves the outcome unknown.</param>
    /// <param name="run">The work.</param>
    public static void Runs(Command command, CliContext context, bool writes, Func<Session, CancellationToken, Task<int>> run) =>
        RunsAlone(command, context, writes, async (arguments, cancellationToken) =>
        {
            var connection = context.Connect(arguments);
            using var client = Open(context, connection, Patience);
            return await run(new Session(context, arguments, connection, client), cancellationToken);
        });

    /// <summary>The same for a command that needs no silo.</summary>
    public static void RunsAlone(Command command, CliContext context, bool writes, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (arguments, cancellationToken) =>
        {
            try
            {
                return await run(arguments, cancellationToken);
            }
            catch (UsageException error)
            {
                return context.Usage(context.Called(error.Message), command);
            }
            catch (MusterException error)
            {
                return context.Fail(error, ExitCode.Of(error, writes));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ConfigException or JsonPathException)
            {
                return context.Fail(error, ExitCode.Error);
            }
        });

    public static MusterClient Open(CliContext context, Connection connection, RetryOptions retry) => new(
        new MusterClientOptions
        {
            Address = connection.Address, Token = connection.Token, TokenFile = connection.TokenFile, Retry = retry,
        }, context.World.Handler);

    /// <summary>Does the same for several jobs: one that fails does not keep the others from their turn.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="run">What is done.</param>
    /// <param name="named">What a failure begins with; null where the error names the job itself.</param>
    /// <returns>The code of the first that failed, or 0.</returns>
    public async Task<int> ForEachAsync(IEnumerable<JobId> jobs, Func<JobId, Task> run, Func<JobId, string>? named = null)
    {
        var code = ExitCode.Ok;
        foreach (var job in jobs)
            try
            {
                await run(job);
            }
            catch (MusterException error)
            {
                Say($"error: {named?.Invoke(job)}{ErrorText.Of(error)}");
                code = code == ExitCode.Ok ? ExitCode.Of(error, write: true) : code;
                if (error is UnreachableException or OutcomeUnknownException)
                    break;
            }
        return code;
    }
}
