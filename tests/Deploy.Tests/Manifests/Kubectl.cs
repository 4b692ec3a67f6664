using System.ComponentModel;
using System.Diagnostics;

namespace Muster.Deploy.Tests;

/// <summary>The command line of Kubernetes, which has kustomize in it.</summary>
internal static class Kubectl
{
    public static async Task<List<Manifest>> KustomizeAsync(string folder) =>
        [.. Manifest.Read(await RunAsync("kubectl", "kustomize", Repository.File("deploy", "kustomize", folder)))];

    /// <summary>Its standard output; it must end with 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await error}");
            return output;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"These tests need {program} on the PATH; tests/ControlPlane/setup.sh installs it.", missing);
        }
    }
}
