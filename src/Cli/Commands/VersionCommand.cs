using System.CommandLine;
using System.Reflection;

namespace Muster.Cli;

/// <summary><c>muster version</c></summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("version", "Show the version of this program and of the silo.");
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var own = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            session.Print($"client: {own?.Split('+')[0]}");
            var silo = await session.Client.GetVersionAsync(cancellationToken);
            session.Print($"silo: {silo.Version} ({silo.Engine})");
            return ExitCode.Ok;
        });
        return command;
    }
}
