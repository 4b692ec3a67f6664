using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using Muster.Cli;

namespace Client.Tests;

/// <summary>The tree of commands as a whole.</summary>
public sealed class CommandTreeTests : IDisposable
{
    private readonly CliContext _context = new(new CliWorld { Out = TextWriter.Null, Error = TextWriter.Null });

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Examples_EveryCommand_CanBeParsed()
    {
        var root = MusterCli.Build(_context);
        var examples = Commands(root).SelectMany(c => CommandText.Examples(TextOf(c)).Select(e => (Command: c, Example: e))).ToList();
        Assert.True(examples.Count > 60, $"only {examples.Count} examples");
        foreach (var (command, example) in examples)
        {
            var words = ShellWords(Plain(example))[1..];
            var result = root.Parse(TypeAndName.Split([.. words]));
            Assert.True(result.Errors.Count == 0, $"{example}: {string.Join("; ", result.Errors.Select(e => e.Message))}");
            Assert.False(result.CommandResult.Command.Subcommands.Count > 0, $"{example}: it stops half way");
            Assert.True(command is RootCommand || Related(command, result.CommandResult.Command), $"{example}: it is no example of {command.Name}");
        }
    }

    [Fact]
    public void Commands_Each_TeachesByExample()
    {
        var silent = Commands(MusterCli.Build(_context)).Where(c => !CommandText.Examples(TextOf(c)).Any()).Select(c => c.Name);
        Assert.Empty(silent);
    }

    [Fact]
    public void Options_Each_SaysWhatItIsFor() =>
        Assert.Empty(Commands(MusterCli.Build(_context)).SelectMany(c => c.Options.Where(o => string.IsNullOrEmpty(o.Description)).Select(o => $"{c.Name} {o.Name}")));

    // A secret on a command line stands in the shell's history and in the list of processes.
    [Fact]
    public void Options_NoCommandButSetContext_TakesACredential()
    {
        var takers = Commands(MusterCli.Build(_context)).Where(c => c.Options.Any(o => o.Name == "--token" && !o.Description!.Contains("no credential", StringComparison.Ordinal))).Select(c => c.Name);
        Assert.Equal(["set-context"], takers);
    }

    /// <summary>docs/reference/cli.md lists what there is; MUSTER_APPROVE=1 writes the list anew.</summary>
    [Fact]
    public void Reference_Tree_IsInTheDocuments()
    {
        const string Begin = "<!-- commands: begin -->\n", End = "<!-- commands: end -->\n";
        var file = Path.Combine(Folder(), "..", "..", "docs", "reference", "cli.md");
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = text[..from] + Reference(MusterCli.Build(_context)) + text[to..];
        if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            File.WriteAllText(file, expected);
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), expected);
    }

    private static string Reference(RootCommand root)
    {
        var text = new StringBuilder();
        foreach (var command in Commands(root).Where(c => c is not RootCommand && c.Subcommands.Count == 0))
            CommandReference.Write(text, command);
        return text.ToString();
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.Where(s => !s.Hidden).SelectMany(Commands).Prepend(command);

    private static string TextOf(Command command) => command is Verb verb ? verb.Details : command.Description ?? "";

    private static bool Related(Command command, Command parsed)
    {
        for (var each = parsed; each is not null; each = each.Parents.OfType<Command>().FirstOrDefault())
            if (each == command)
                return true;
        return command.Parents.OfType<Command>().FirstOrDefault() is { } parent && parent is not RootCommand && Related(parent, parsed);
    }

    // Without what it reads from and writes to.
    private static string Plain(string example) => example.IndexOfAny(['|', '<', '>']) is >= 0 and var cut ? example[..cut].Replace(" 2", "", StringComparison.Ordinal).TrimEnd() : example;

    private static List<string> ShellWords(string line)
    {
        var (words, word, quote, any) = (new List<string>(), new StringBuilder(), '\0', false);
        foreach (var c in line + " ")
            if (quote != '\0')
                _ = c == quote ? quote = '\0' : word.Append(c).Length;
            else if (c is '"' or '\'')
                (quote, any) = (c, true);
            else if (c != ' ')
                word.Append(c);
            else if (word.Length > 0 || any)
            {
                words.Add(word.ToString());
                word.Clear();
                any = false;
            }
        return words;
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(Path.GetDirectoryName(path))!;
}
