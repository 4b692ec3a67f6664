using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <content>What clients do with pods.</content>
public sealed partial class SimulatedCluster
{
    /// <summary>Creates the pods of an attempt that do not exist yet, unbound.</summary>
    /// <exception cref="BindingRefusedException">The attempt was stopped, or another attempt's pod has one of the names.</exception>
    /// <exception cref="InvalidRequestException">A template is no pod template.</exception>
    public ImmutableArray<PodObservation> Create(GangPlan plan) => Transact(now =>
    {
        var owner = new AttemptRef(plan.Job, plan.Attempt);
        // A real cluster collects pods whose anchor is gone; to refuse them is the same without the wait.
        if (_closed.Contains(owner))
            throw new BindingRefusedException($"Attempt {plan.Attempt} of {plan.Job} was stopped; its pods are not created any more.");
        foreach (var pod in plan.Pods)
            if (_pods.TryGetValue((plan.Job.Namespace, pod.Name), out var other) && other.Owner != owner)
                throw new BindingRefusedException($"Pod '{pod.Name}' exists and belongs to attempt {other.Seen.Attempt} of {other.Seen.Job}.");
        // One reading for the pods of a set, before the first is created: a plan is taken whole or not at all.
        var programs = new Dictionary<PodSet, PodProgram>(ReferenceEqualityComparer.Instance);
        foreach (var set in plan.Pods.Select(p => p.PodSet))
            if (!programs.ContainsKey(set))
                programs.Add(set, PodProgramReader.Read(set.Name, set.Template));
        OpenAnchor(owner, plan);
        var pods = plan.Pods.Select(p =>
            _pods.TryGetValue((plan.Job.Namespace, p.Name), out var existing) ? existing : Create(plan, p, programs[p.PodSet], now));
        return pods.Select(p => p.Seen).ToImmutableArray();
    });

    /// <summary>Binds pods, in order, up to the first that refuses.</summary>
    /// <exception cref="BindingRefusedException">A pod is gone, is another, is being stopped or is bound elsewhere.</exception>
    public void Bind(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings) => Transact(now =>
    {
        foreach (var binding in bindings)
            Bind(new AttemptRef(job, attempt), binding, now);
        return true;
    });

    /// <summary>Asks the pods of an attempt to stop and lets no more of it be created.</summary>
    public void Stop(JobId job, Attempt attempt) => Transact(now =>
    {
        var owner = new AttemptRef(job, attempt);
        Close(owner);
        StopAnchor(owner);
        foreach (var pod in Gang(owner))
        {
            if (pod.Run is { StopAsked: null } run)
                Record(pod, run with { StopAsked = now });
            Terminate(pod, now);
        }
        return true;
    });

    /// <summary>Removes the pods of an attempt that have ended; when none is left, lets no more of it be created.</summary>
    public void CleanUp(JobId job, Attempt attempt) => Transact(_ =>
    {
        var owner = new AttemptRef(job, attempt);
        var gang = Gang(owner);
        foreach (var pod in gang.Where(p => p.HasEnded))
            Remove(pod);
        if (gang.All(p => p.Removed))
        {
            Close(owner);
            RemoveAnchor(owner);
        }
        return true;
    });

    /// <summary>Lets the programs of a job's running pods end now, as they would have ended by themselves.</summary>
    public void Finish(JobId job) => Transact(now =>
    {
        foreach (var pod in _pods.Values.Where(p => p.Seen.Job == job && p.Seen.Phase == PodPhase.Running))
        {
            pod.EndsAt = now;
            Plan(pod, pod.NextMoment());
        }
        return true;
    });

    /// <summary>Deletes one pod, as somebody who is not Muster would. Does nothing when there is none.</summary>
    public void DeletePod(string podNamespace, string name) => Transact(now =>
    {
        if (_pods.TryGetValue((podNamespace, name), out var pod))
            Terminate(pod, now);
        return true;
    });

    private SimulatedPod[] Gang(AttemptRef owner) => _gangs.TryGetValue(owner, out var gang) ? [.. gang] : [];

    private SimulatedPod Create(GangPlan plan, PodPlan planned, PodProgram program, DateTimeOffset now)
    {
        var pod = new SimulatedPod
        {
            Sequence = _revision + 1,
            Program = program,
            Created = now,
            Gang = plan.Pods.Length,
            Seen = new PodObservation
            {
                Name = planned.Name,
                Uid = $"{Incarnation}-{_revision + 1:x}",
                Job = plan.Job,
                JobUid = plan.Uid,
                Incarnation = plan.Incarnation,
                Attempt = plan.Attempt,
                Requests = program.Requests,
                PodSet = planned.PodSet.Name,
                Index = planned.Index,
            },
        };
        Add(pod);
        Show(pod, pod.Seen);
        return pod;
    }

    private void Bind(AttemptRef owner, PodBinding binding, DateTimeOffset now)
    {
        if (!_pods.TryGetValue((owner.Job.Namespace, binding.Name), out var pod))
            throw new BindingRefusedException($"Pod '{binding.Name}' is gone.");
        if (pod.Seen.Uid != binding.Uid || pod.Owner != owner)
            throw new BindingRefusedException($"Pod '{binding.Name}' is another one: its uid is {pod.Seen.Uid}, not {binding.Uid}.");
        if (pod.Seen.Terminating)
            throw new BindingRefusedException($"Pod '{binding.Name}' is being deleted.");
        if (pod.Seen.Node is { } bound && bound != binding.Node)
            throw new BindingRefusedException($"Pod '{binding.Name}' is already assigned to node '{bound}'.");
        if (pod.Seen.Node is null)
            Assign(pod, binding.Node, now);
    }

    // The API server takes any name of a node; the rest is between the kubelet there, if any, and the pod.
    private void Assign(SimulatedPod pod, string nodeName, DateTimeOffset now)
    {
        pod.Host = _nodes.GetValueOrDefault(nodeName);
        Show(pod, pod.Seen with { Node = nodeName, Phase = PodPhase.Bound });
        if (pod.Host is null or { Removed: true })
            Vanish(pod, now);
        else if (pod.Host.Lives)
            Admit(pod, pod.Host, now);
    }

    private void Close(AttemptRef owner)
    {
        if (!_closed.Add(owner))
            return;
        _changes.Closed.Add(owner);
        _closedInOrder.Enqueue(owner);
        if (_closedInOrder.Count > MaxClosedAttempts)
            _closed.Remove(_closedInOrder.Dequeue());
    }
}
