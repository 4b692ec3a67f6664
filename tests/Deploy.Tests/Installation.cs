namespace Muster.Deploy.Tests;

/// <summary>Everything that this folder can make of the manifests: the chart with each of its values files, and each overlay.</summary>
internal static class Installation
{
    public static readonly string[] Overlays = ["overlays/sqlite", "overlays/redis"];

    public static IEnumerable<string> Names => [.. Chart.ValuesFiles.Select(static f => $"chart {f}".TrimEnd()), .. Overlays];

    public static async Task<List<Manifest>> ObjectsAsync(string name) => name.StartsWith("chart", StringComparison.Ordinal)
        ? Chart.Objects(Chart.Values(name["chart".Length..].TrimStart()))
        : await Kubectl.KustomizeAsync(name);
}
