using System.Runtime.CompilerServices;
using System.Text;
using Muster.Cli;

namespace Client.Tests;

/// <summary>
/// Runs command lines and writes down what they say, as a terminal would show it: lines of stderr after an exclamation
/// mark. What is written is compared with an approved text; MUSTER_APPROVE=1 approves what is written now.
/// </summary>
internal sealed class Transcript : IDisposable
{
    private readonly StringBuilder _text = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("muster-cli-");

    public CliSilo Silo { get; } = SampleSilo.Create();

    public Dictionary<string, string> Environment { get; } = [];

    public string Input { get; set; } = "";

    public bool CanAsk { get; set; }

    public bool IsWatched { get; set; }

    public bool Colours { get; set; }

    public string Program { get; set; } = "muster";

    public string ConfigPath => Path.Combine(_home.FullName, "config.yaml");

    public string Home => _home.FullName;

    public async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var world = new CliWorld
        {
            Out = output, Error = error, In = new MemoryStream(Encoding.UTF8.GetBytes(Input)), Handler = Silo, Clock = new FixedClock(), Program = Program,
            CanAsk = CanAsk, IsWatched = IsWatched, Colours = Colours,
            Environment = name => name == "MUSTER_CONFIG" ? ConfigPath : Environment.GetValueOrDefault(name),
        };
        var code = await MusterCli.RunAsync(args, world, TestContext.Current.CancellationToken);
        Write(args, output.ToString(), error.ToString(), code);
        return (code, output.ToString(), error.ToString());
    }

    public void Check(string name, [CallerFilePath] string path = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(path)!, "Approved", name + ".txt");
        var actual = _text.ToString();
        if (System.Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "", actual);
    }

    public void Dispose()
    {
        Silo.Dispose();
        _home.Delete(recursive: true);
    }

    private void Write(string[] args, string output, string error, int code)
    {
        _text.Append("$ muster ").AppendJoin(' ', args.Select(a => ShellWord.Quote(Shown(a)))).Append('\n').Append(Shown(output));
        foreach (var line in Shown(error).TrimEnd('\n').Split('\n').Where(l => l.Length > 0))
            _text.Append("! ").Append(line).Append('\n');
        if (code != 0)
            _text.Append(System.Globalization.CultureInfo.InvariantCulture, $"[exit {code}]\n");
        _text.Append('\n');
    }

    private string Shown(string text) => text.Replace(_home.FullName, "HOME", StringComparison.Ordinal).Replace("\u001b", "^[", StringComparison.Ordinal);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Samples.Now;
    }
}
