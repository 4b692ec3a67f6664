namespace Muster.Docs.Tests;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file of another project's output, of the same engine and configuration as this one's.</summary>
    public static string Output(string project, string file) =>
        Path.Combine(Root, project, Path.GetRelativePath(Path.Combine(Root, "tests", "Docs.Tests"), AppContext.BaseDirectory), file);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }
}
