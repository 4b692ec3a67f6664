namespace Muster.Cli;

/// <summary>The world around one run of <c>muster</c>: what it reads, where it writes, and who sits there.</summary>
public sealed class CliWorld
{
    /// <summary>Where data goes.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where messages go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What <c>-f -</c> reads; null for the process's standard input.</summary>
    public Stream? In { get; init; }

    /// <summary>What sends requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>What ages and time-outs go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Values of the environment; none unless it is given.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>How the program was called, as examples of its help shall say it: <c>muster</c> or <c>kubectl muster</c>.</summary>
    public string Program { get; init; } = "muster";

    /// <summary>True when data may be coloured: it goes to a terminal, and nobody objects.</summary>
    public bool Colours { get; init; }

    /// <summary>True when somebody watches stderr, and may want to know how it goes.</summary>
    public bool IsWatched { get; init; }

    /// <summary>True when somebody can be asked.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Columns of the terminal; lines that are rewritten are cut to it. Only asked for when there is one: asking sets the terminal up.</summary>
    public Func<int> Width { get; init; } = static () => 80;
}
