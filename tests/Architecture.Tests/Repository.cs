namespace Muster.Architecture.Tests;

/// <summary>Where the sources and the compiled assemblies are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A compiled assembly of this repository.</summary>
    public static string Assembly(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    /// <summary>C# files below folders of the root, without what builds leave there.</summary>
    public static IEnumerable<SourceFile> Sources(params string[] folders) => folders
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*.cs", SearchOption.AllDirectories))
        .Select(static f => new SourceFile(Path.GetRelativePath(Root, f).Replace('\\', '/'), File.ReadAllText(f)))
        .Where(static f => !f.Path.Split('/').Any(static part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(typeof(Repository).Assembly.Location)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }
}
