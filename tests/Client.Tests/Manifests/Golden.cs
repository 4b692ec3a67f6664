using System.Runtime.CompilerServices;

namespace Client.Tests;

/// <summary>Files that say what must come out. MUSTER_APPROVE=1 writes what comes out now.</summary>
internal static class Golden
{
    /// <summary>The folder of a room of these tests, in the sources.</summary>
    public static string Folder(string room, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", room);

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Folder("Manifests"), "..", "..", ".."));

    /// <summary>Compares with a file; no file stands for an empty text.</summary>
    public static void Check(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            if (actual.Length > 0)
                File.WriteAllText(file, actual);
            else
                File.Delete(file);
        Assert.Equal(File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "", actual);
    }
}
