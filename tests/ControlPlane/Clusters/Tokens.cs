using System.Security.Cryptography;

namespace Muster.ControlPlane;

/// <summary>The file of tokens that an API server reads when it starts.</summary>
internal sealed class Tokens(string path)
{
    public const string MusterUser = "system:serviceaccount:muster-system:muster";

    private const string MusterGroups = "system:serviceaccounts,system:serviceaccounts:muster-system";

    public string Path { get; } = path;

    public string Admin { get; private set; } = "";

    public string Muster { get; private set; } = "";

    public static Tokens Open(string directory)
    {
        var tokens = new Tokens(System.IO.Path.Combine(directory, "tokens.csv"));
        var lines = File.Exists(tokens.Path) ? File.ReadAllLines(tokens.Path) : [];
        (tokens.Admin, tokens.Muster) = lines.Length == 2 ? (First(lines[0]), First(lines[1])) : (New(), New());
        tokens.Write();
        return tokens;
    }

    /// <summary>Gives Muster another token; the API server takes it, and refuses the old one, when it starts again.</summary>
    public void RotateMuster()
    {
        Muster = New();
        Write();
    }

    private void Write() => File.WriteAllText(Path, $"""
        {Admin},admin,admin,"system:masters"
        {Muster},{MusterUser},muster,"{MusterGroups}"

        """);

    private static string First(string line) => line[..line.IndexOf(',', StringComparison.Ordinal)];

    private static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
