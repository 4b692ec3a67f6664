using System.Diagnostics;

namespace Muster.Docs.Tests;

/// <summary>Runs a script as a reader at a terminal would, against a silo.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<(int Code, string Output)> RunAsync(string script, DocSilo silo, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = silo.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MUSTER_SERVER"] = silo.Address.GetLeftPart(UriPartial.Authority);
        start.Environment["MUSTER_CLI"] = Repository.Output("src/Cli", "muster.dll");
        start.Environment["MUSTER_SILO"] = Repository.Output("src/Silo", "Muster.Silo.dll");
        start.Environment["MUSTER_CONFIG"] = Path.Combine(silo.Folder, "config.yaml");
        start.Environment["A"] = start.Environment["MUSTER_SERVER"];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var shell = Process.Start(start)!;
        try
        {
            var output = shell.StandardOutput.ReadToEndAsync(patience.Token);
            var messages = shell.StandardError.ReadToEndAsync(patience.Token);
            await shell.WaitForExitAsync(patience.Token);
            return (shell.ExitCode, $"{await output}\n--- stderr\n{await messages}");
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
            return (-1, $"the script did not end within {Patience.TotalSeconds:0} s");
        }
    }
}
