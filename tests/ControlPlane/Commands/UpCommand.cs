using System.CommandLine;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary><c>up</c>: starts clusters and keeps them until it is stopped.</summary>
internal static class UpCommand
{
    private const int MaxClusters = 8;

    private static readonly string[] Names = ["east", "west", "south", "north"];

    private static readonly Option<int> Clusters = new("--clusters") { Description = $"How many clusters, 1 to {MaxClusters}: east, west, south, north, cluster4, …", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> Nodes = new("--nodes") { Description = "Nodes of each cluster.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Cpu = new("--cpu") { Description = "Cores of each node.", DefaultValueFactory = _ => 8 };
    private static readonly Option<string> Memory = new("--memory") { Description = "Memory of each node.", DefaultValueFactory = _ => "32Gi" };
    private static readonly Option<int> Gpu = new("--gpu") { Description = "GPUs of each node (nvidia.com/gpu).", DefaultValueFactory = _ => 0 };
    private static readonly Option<string[]> Namespaces = new("--namespace") { Description = "A namespace in which Muster may create jobs, besides default. May be repeated.", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Directory = new("--directory") { Description = "Where to write NAME.kubeconfig (what Muster may do) and NAME.admin.kubeconfig (everything).", DefaultValueFactory = _ => "." };

    public static Command Create()
    {
        var command = new Command("up", """
            Starts clusters and runs until it is interrupted (Ctrl-C). Their pods run for as long as the annotation
            simulation.muster.dev/duration says (500ms, 4s, 1m, 2h; 5s without it), end with
            simulation.muster.dev/exit-code and start after simulation.muster.dev/start-delay. Pods that are not
            Muster's run until they are deleted. Needs the programs that tests/ControlPlane/setup.sh gets.

            Example:
              dotnet run --project tests/ControlPlane -- up --clusters 2 --nodes 4 --cpu 8 --gpu 4 --directory clusters
              kubectl --kubeconfig clusters/east.admin.kubeconfig get nodes
            """)
        { Clusters, Nodes, Cpu, Memory, Gpu, Namespaces, Directory };
        Clusters.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > MaxClusters)
                given.AddError($"--clusters: use 1 to {MaxClusters}");
        });
        Memory.Validators.Add(given =>
        {
            if (!Quantity.TryParse(ResourceNames.Memory, given.GetValueOrDefault<string>(), out _, out var error))
                given.AddError($"--memory: {error}");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var running = new List<IAsyncDisposable>();
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var planes = await Task.WhenAll(Enumerable.Range(0, arguments.GetValue(Clusters)).Select(i => ControlPlane.StartAsync(new ControlPlaneOptions
            {
                Name = i < Names.Length ? Names[i] : $"cluster{i}",
                TenantNamespaces = [.. arguments.GetValue(Namespaces) ?? []],
            }, cancellationToken)));
            running.AddRange(planes);
            foreach (var plane in planes)
                running.Add(await HollowNodes.StartAsync(plane, NodesOf(plane, arguments), new HollowOptions(), cancellationToken));
            Tell(planes, arguments.GetValue(Directory)!);
            Console.WriteLine($"Ready after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s. Ctrl-C ends them.");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or TimeoutException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            foreach (var part in Enumerable.Reverse(running))
                await part.DisposeAsync();
        }
        return 0;
    }

    private static IEnumerable<HollowNode> NodesOf(ControlPlane plane, ParseResult arguments) =>
        HollowNode.Many($"{plane.Name}-", arguments.GetValue(Nodes), arguments.GetValue(Cpu), arguments.GetValue(Memory)!, arguments.GetValue(Gpu));

    private static void Tell(IEnumerable<ControlPlane> planes, string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        foreach (var plane in planes)
        {
            var muster = plane.WriteKubeconfig(plane.Muster, Path.Combine(directory, $"{plane.Name}.kubeconfig"));
            plane.WriteKubeconfig(plane.Admin, Path.Combine(directory, $"{plane.Name}.admin.kubeconfig"));
            Console.WriteLine($"{plane.Name}: {plane.Server} {muster}");
        }
    }
}
