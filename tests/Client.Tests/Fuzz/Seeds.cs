namespace Client.Tests;

/// <summary>What fuzzing begins with.</summary>
internal static class Seeds
{
    public static readonly string[] Quantities = ["8", "500m", "64Gi", "1.5e3", "0.000000001", "123456789012345678", "1E", "1e-18", "18446744073709551616Ei"];

    public static readonly string[] Templates =
    [
        """{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"m","resources":{"requests":{"cpu":"500m","memory":"1Gi"},"limits":{"nvidia.com/gpu":8}}}],"nodeSelector":{"gpu":"h100"}}}""",
        """{"spec":{"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":1}}}],"containers":[{}],"overhead":{"cpu":"250m"},"tolerations":[{"key":"a","operator":"Exists","effect":"NoSchedule"}]}}""",
        """{"spec":{"containers":[{}],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}]}}}}}""",
    ];

    public static List<string> Manifests() =>
        [.. Files("Manifests", _ => true), .. Directory.GetFiles(Path.Combine(Golden.Root, "examples"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public static List<string> Imports() => Files("Imports", folder => File.Exists(Path.Combine(folder, "job.json")));

    private static List<string> Files(string room, Func<string, bool> use) =>
        [.. Directory.GetFiles(Golden.Folder(room), "in.*", SearchOption.AllDirectories).Where(f => use(Path.GetDirectoryName(f)!)).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
