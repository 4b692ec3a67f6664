using Microsoft.Extensions.Options;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Runs a silo until it is told to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = MusterHost.Build(args);
            app.OpenStores();
            await app.StartAsync(cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception problem) when (problem is MusterException or OptionsValidationException or IOException)
        {
            await Console.Error.WriteLineAsync($"muster-silo: {problem.Message}");
            return 1;
        }
    }
}
