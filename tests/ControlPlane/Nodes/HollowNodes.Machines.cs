using System.Net;
using System.Text.Json.Nodes;
using Muster.Contracts;
using Muster.Silo;

namespace Muster.ControlPlane;

/// <content>What happens to nodes.</content>
public sealed partial class HollowNodes
{
    private const string MergePatch = "application/merge-patch+json";

    private readonly Queue<Refusal> _rejections = new();

    /// <summary>Registers a node. A Node object of that name is taken over.</summary>
    /// <exception cref="HttpRequestException">The API server refused it.</exception>
    public async Task AddAsync(HollowNode node, CancellationToken cancellationToken = default)
    {
        var machine = new Machine(node);
        using var body = Reply.Json(NodeObject.Spec(machine));
        await Reply.SendAsync(_plane.AdminClient, HttpMethod.Post, "api/v1/nodes", body, cancellationToken, HttpStatusCode.Conflict);
        await PatchAsync(node.Name, NodeObject.Spec(machine), cancellationToken);
        await PatchAsync(node.Name + "/status", NodeObject.Status(machine, "True", Now()), cancellationToken);
        if (_options.Heartbeat is not null)
            await RenewAsync(node.Name, cancellationToken);
        lock (_gate)
        {
            _machines[node.Name] = machine;
            _capacities[node.Name] = new NodeCapacity(Cluster, node.Name, machine.Physical);
            foreach (var pod in _pods.Values.Where(p => p.Machine is null && p.Facts.Node == node.Name))
                Settle(pod, machine);
            Arm();
        }
    }

    /// <summary>Takes a node away for good: what runs there ends at once and says nothing, and the Node object is deleted.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var machine = Find(name);
            GoDown(machine);
            _machines.Remove(name);
        }
        await Reply.SendAsync(_plane.AdminClient, HttpMethod.Delete, $"api/v1/nodes/{name}", null, cancellationToken, HttpStatusCode.NotFound);
    }

    /// <summary>Stops a kubelet where it stands: its containers run on, but it takes, stops and reports nothing.</summary>
    public void Freeze(string name)
    {
        lock (_gate)
        {
            var machine = Find(name);
            machine.KubeletLives = false;
            foreach (var pod in machine.Pods)
                Plan(pod);
            Arm();
        }
    }

    /// <summary>Lets it go on; it catches up.</summary>
    public void Thaw(string name)
    {
        lock (_gate)
        {
            WakeUp(Find(name));
            Arm();
        }
    }

    /// <summary>
    /// Kills a kubelet: as after <see cref="Freeze"/>, and the node is shown as the node controller shows one that it does not hear of, condition
    /// Unknown and tainted unreachable. Its containers run on.
    /// </summary>
    public async Task KillAsync(string name, CancellationToken cancellationToken = default)
    {
        Freeze(name);
        await ShowSilentAsync(name, cancellationToken);
    }

    /// <summary>Takes the power from a machine: what runs there ends at once, and the node is shown as after <see cref="KillAsync"/>.</summary>
    public async Task CrashAsync(string name, CancellationToken cancellationToken = default)
    {
        lock (_gate)
            GoDown(Find(name));
        await ShowSilentAsync(name, cancellationToken);
    }

    /// <summary>Brings back a node that was killed or has crashed: it is ready again, and what ended meanwhile is reported.</summary>
    public async Task ReviveAsync(string name, CancellationToken cancellationToken = default)
    {
        Machine machine;
        lock (_gate)
        {
            machine = Find(name);
            if (machine.Crashed)
                machine.BootId = Guid.NewGuid();
            machine.Crashed = false;
        }
        await PatchAsync(name + "/status", NodeObject.Status(machine, "True", Now()), cancellationToken);
        await PatchAsync(name, NodeObject.Tainted(machine, unreachable: false), cancellationToken);
        Thaw(name);
    }

    /// <summary>Shows a node's condition Ready as <c>True</c>, <c>False</c> or <c>Unknown</c>; its kubelet works on whatever it says.</summary>
    public async Task ShowReadyAsync(string name, string status, CancellationToken cancellationToken = default)
    {
        Machine machine;
        lock (_gate)
            machine = Find(name);
        await PatchAsync(name + "/status", NodeObject.Status(machine, status, Now()), cancellationToken);
    }

    /// <summary>Rejects the next pods that come to any node, whatever they ask for.</summary>
    public void RejectNext(int count, string reason = "UnexpectedAdmissionError", string message = "Pod was rejected: told to")
    {
        lock (_gate)
            for (var i = 0; i < count; i++)
                _rejections.Enqueue(new Refusal(reason, message));
    }

    /// <summary>Lets the containers of a job's running pods end now, as they would have ended by themselves.</summary>
    public void Finish(JobId job)
    {
        lock (_gate)
        {
            var now = Now();
            foreach (var pod in _pods.Values.Where(p => p.State == PodState.Running && p.Facts.Owner?.Job == job).ToArray())
            {
                pod.EndsAt = now;
                GoOn(pod, now);
                Plan(pod);
            }
        }
    }

    /// <summary>Changes what a node offers. What runs there runs on, even if it no longer fits.</summary>
    public async Task SetAllocatableAsync(string name, IEnumerable<KeyValuePair<string, string>> allocatable, CancellationToken cancellationToken = default)
    {
        Machine machine;
        lock (_gate)
        {
            machine = Find(name);
            machine.Allocatable = PodReader.Amounts(allocatable);
            machine.Physical = machine.Physical.Max(machine.Allocatable);
            _capacities[name] = new NodeCapacity(Cluster, name, machine.Physical);
        }
        await PatchAsync(name + "/status", NodeObject.Status(machine, "True", Now()), cancellationToken);
    }

    private Machine Find(string name) =>
        _machines.GetValueOrDefault(name) ?? throw new InvalidOperationException($"There is no hollow node '{name}' in {Cluster}; add it first.");

    private void GoDown(Machine machine)
    {
        machine.KubeletLives = false;
        machine.Crashed = true;
        var now = Now();
        foreach (var pod in machine.Pods)
            if (pod.HoldsPlace)
                End(pod, now, RunEnding.NodeLost, PodStatus.StoppedExitCode);
    }

    private void WakeUp(Machine machine)
    {
        machine.KubeletLives = true;
        foreach (var pod in machine.Pods.ToList())
        {
            Consider(pod);
            Offer(pod);
        }
    }

    private async Task ShowSilentAsync(string name, CancellationToken cancellationToken)
    {
        Machine machine;
        lock (_gate)
            machine = Find(name);
        await PatchAsync(name + "/status", NodeObject.Silent(Now()), cancellationToken);
        await PatchAsync(name, NodeObject.Tainted(machine, unreachable: true), cancellationToken);
    }

    private async Task PatchAsync(string node, JsonObject patch, CancellationToken cancellationToken)
    {
        using var body = Reply.Json(patch, MergePatch);
        await Reply.SendAsync(_plane.AdminClient, HttpMethod.Patch, $"api/v1/nodes/{node}", body, cancellationToken);
    }
}
