namespace Muster.Deploy.Tests;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    public static string Read(params ReadOnlySpan<string> parts) => System.IO.File.ReadAllText(File(parts));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }
}
