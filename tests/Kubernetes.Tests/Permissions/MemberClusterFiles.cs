using System.Runtime.CompilerServices;

namespace Muster.Kubernetes.Tests;

/// <summary>What an operator applies to a cluster.</summary>
internal static class MemberClusterFiles
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../deploy/member-cluster"));

    private static string Here([CallerFilePath] string path = "") => path;
}
