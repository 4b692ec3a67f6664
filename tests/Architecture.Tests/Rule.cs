using System.Text.RegularExpressions;

namespace Muster.Architecture.Tests;

/// <summary>The rules, each a function from what it looks at to what breaks it.</summary>
internal static partial class Rule
{
    /// <summary>Longest source file, in lines.</summary>
    public const int MaxLines = 500;

    private static readonly string[] KindsOfClass = ["Helpers", "Helper", "Utils", "Utilities", "Models", "Common", "Misc"];

    private static readonly string[] ForbiddenWhereThingsAreDecided =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Guid.NewGuid", "System.Random.get_Shared",
        "System.TimeProvider.get_System",
    ];

    private static readonly string[] ForbiddenTypesWhereThingsAreDecided =
    [
        "System.Diagnostics.Stopwatch", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1", "System.Threading.Thread", "System.IO.File", "System.Net.Http.HttpClient", "System.TimeProvider",
    ];

    /// <summary>Assemblies of this repository that <paramref name="assembly"/> refers to and may not.</summary>
    public static IEnumerable<string> Layers(CompiledAssembly assembly, params string[] allowed) =>
        assembly.References.Where(r => (r.StartsWith("Muster.", StringComparison.Ordinal) || r == "muster") && !allowed.Contains(r));

    /// <summary>What has no place where things are decided: I/O, tasks, clocks, dice, and the frameworks around.</summary>
    public static IEnumerable<string> Purity(CompiledAssembly assembly) =>
        assembly.References.Where(static r => r.StartsWith("Orleans", StringComparison.Ordinal) || r.StartsWith("Microsoft.", StringComparison.Ordinal)
                || r.Contains("Kubernetes", StringComparison.Ordinal) || r.Contains("k8s", StringComparison.OrdinalIgnoreCase))
            .Concat(assembly.Members.Intersect(ForbiddenWhereThingsAreDecided))
            .Concat(assembly.Types.Intersect(ForbiddenTypesWhereThingsAreDecided));

    /// <summary>Files that are too long.</summary>
    public static IEnumerable<string> Length(IEnumerable<SourceFile> files) =>
        files.Where(static f => f.Text.Count(static c => c == '\n') > MaxLines).Select(static f => f.Path);

    /// <summary>Files that are compiled differently for the two engines, or in any other way.</summary>
    public static IEnumerable<string> Conditions(IEnumerable<SourceFile> files) =>
        files.Where(static f => f.Lines.Any(static l => ConditionPattern().IsMatch(l))).Select(static f => f.Path);

    /// <summary>Folders named for a kind of class and not for a thing of the domain.</summary>
    public static IEnumerable<string> Folders(IEnumerable<SourceFile> files) =>
        files.SelectMany(static f => f.Path.Split('/')[..^1]).Distinct().Intersect(KindsOfClass, StringComparer.OrdinalIgnoreCase);

    /// <summary>Files with more than one public type.</summary>
    public static IEnumerable<string> OneType(IEnumerable<SourceFile> files) =>
        files.Where(static f => f.Lines.Count(static l => PublicTypePattern().IsMatch(l)) > 1).Select(static f => f.Path);

    /// <summary>Public types without a text in the documentation file.</summary>
    public static IEnumerable<string> Documented(IEnumerable<string> types, IReadOnlySet<string> documented) =>
        types.Where(t => !documented.Contains("T:" + t));

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b")]
    private static partial Regex ConditionPattern();

    // Types within types are indented.
    [GeneratedRegex(@"^public\s+((sealed|static|abstract|readonly|partial|ref)\s+)*(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex PublicTypePattern();
}
