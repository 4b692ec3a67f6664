using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Muster.Ledger.Tests;

/// <summary>This program once more, as a silo that can be killed.</summary>
internal static class ChildProcess
{
    /// <summary>What the other process is told to do.</summary>
    public const string Submit = "submit-for-ever";

    private const int Callers = 16;

    public static Process Start(string path)
    {
        // Under "dotnet x.dll" the process is dotnet itself, which wants to be told the assembly again.
        var (program, assembly) = (Environment.ProcessPath!, typeof(ChildProcess).Assembly.Location);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(assembly);
        start.ArgumentList.Add(Submit);
        start.ArgumentList.Add(path);
        return Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
    }

    /// <summary>Submits jobs and writes the name of each once it is accepted, until it is killed.</summary>
    public static async Task<int> SubmitForEverAsync(string path)
    {
        await using var ledger = SqliteLedger.Open(new() { Path = path }, TimeProvider.System, NullLogger<SqliteLedger>.Instance);
        await using var output = Console.OpenStandardOutput();
        var turn = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var i = 0; ; i++)
            {
                var outcome = await ledger.SubmitAsync(Sample.Submission($"j{caller}-{i}"));
                var line = System.Text.Encoding.ASCII.GetBytes($"{outcome.Job!.Id.Name}\n");
                lock (turn)
                    output.Write(line);
            }
        }));
        return 1;
    }
}
