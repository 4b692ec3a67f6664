using System.Diagnostics;
using System.Globalization;
using Muster.Contracts;
using Spectre.Console;

namespace Muster.Silo;

/// <summary>What the demo says while it runs: a line for each thing that happens, with the seconds since it began.</summary>
internal sealed class DemoLog(IAnsiConsole console)
{
    private readonly long _begin = Stopwatch.GetTimestamp();

    /// <summary>The terminal; plain and wide where it is a file or a pipe.</summary>
    public static IAnsiConsole Console()
    {
        var piped = System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = piped ? AnsiSupport.No : AnsiSupport.Detect });
        if (piped)
            console.Profile.Width = 1000;
        return console;
    }

    public void Say(string text) => Write("default", text);

    public void Alarm(string text) => Write("yellow", text);

    public void Changed(JobChange change)
    {
        var colour = change.To switch
        {
            JobState.Succeeded => "green",
            JobState.Failed or JobState.Cancelled => "red",
            JobState.Running => "aqua",
            JobState.Fencing => "yellow",
            _ => "silver",
        };
        var where = change.Cluster is { } cluster && change.To is not JobState.Queued ? $" on {cluster}" : "";
        var why = change.Reason is { } reason ? $": {reason.Message}" : "";
        Write(colour, $"{change.Job.Name,-14} {change.To}{where}{why}");
    }

    private void Write(string colour, string text)
    {
        var seconds = Stopwatch.GetElapsedTime(_begin).TotalSeconds;
        lock (console)
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"[grey]{seconds,6:0.00}s[/] [{colour}]{Markup.Escape(text)}[/]"));
    }
}
