using Microsoft.Extensions.Options;
using Muster.Contracts;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>Runs a silo until it is told to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (Array.Find(args, static a => !a.StartsWith("--", StringComparison.Ordinal)) is { } word)
            return await FailAsync($"there is no command '{Names.Clip(word)}'; leave it out to serve, or see --help");
        try
        {
            await using var app = MusterHost.Build(args);
            app.OpenStores();
            await app.StartAsync(cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception problem) when (IsKnown(problem))
        {
            return await FailAsync(problem is AggregateException several
                ? string.Join("\n", several.InnerExceptions.Select(static p => p.Message))
                : problem.Message);
        }
    }

    /// <summary>True for what is wrong with the configuration, the address or the disk: a message is enough.</summary>
    public static bool IsKnown(Exception problem) => problem switch
    {
        AggregateException several => several.InnerExceptions.All(IsKnown),
        MusterException or OptionsValidationException or IOException => true,
        // The engine cannot start, for one because silos that seem to live do not answer; it names them.
        OrleansException => true,
        // A value in the configuration that cannot be read as what it should be.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => true,
        _ => false,
    };

    public static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"muster-silo: {message}");
        return 1;
    }
}
