using System.CommandLine;

namespace Muster.Cli;

/// <summary>A command that teaches: one line for lists of commands, and the rest, with examples, for its own help.</summary>
internal sealed class Verb(string name, string summary, string details) : Command(name, summary)
{
    public string Details => details;
}
