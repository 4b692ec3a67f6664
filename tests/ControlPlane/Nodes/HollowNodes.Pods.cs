using System.Globalization;
using Muster.Contracts;
using Muster.Silo;

namespace Muster.ControlPlane;

/// <content>What kubelets do with pods. Everything here is under the lock.</content>
public sealed partial class HollowNodes
{
    private int _addresses;

    private void SeeAll(IReadOnlyCollection<PodFacts> pods)
    {
        lock (_gate)
        {
            var there = pods.Select(p => p.Uid).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _pods.Keys.Where(uid => !there.Contains(uid)).ToList())
                Lose(gone);
            foreach (var pod in pods)
                Take(pod);
            Arm();
        }
    }

    private void See(PodFacts pod)
    {
        lock (_gate)
        {
            Take(pod);
            Arm();
        }
    }

    private void SeeGone(string uid)
    {
        lock (_gate)
        {
            Lose(uid);
            Arm();
        }
    }

    private void Take(PodFacts facts)
    {
        if (!_pods.TryGetValue(facts.Uid, out var pod))
        {
            if (facts.HasEnded)
                return;
            _pods[facts.Uid] = pod = new HollowPod(facts);
            if (_machines.TryGetValue(facts.Node, out var machine))
                Settle(pod, machine);
            return;
        }
        pod.Facts = facts;
        Consider(pod);
    }

    // Its object is gone; a kubelet that sees that ends its containers.
    private void Lose(string uid)
    {
        if (!_pods.TryGetValue(uid, out var pod))
            return;
        pod.ObjectGone = true;
        Consider(pod);
        Forget(pod);
    }

    private void Settle(HollowPod pod, Machine machine)
    {
        pod.Machine = machine;
        machine.Pods.Add(pod);
        var number = ++_addresses;
        pod.Address = string.Create(CultureInfo.InvariantCulture, $"10.{64 + (number >> 16) % 64}.{(number >> 8) & 255}.{number & 255}");
        var now = Now();
        Record(pod, pod.Run = NewRun(pod, machine, now));
        if (pod.Facts.Phase == "Running")
            Adopt(pod, now);
        Consider(pod);
    }

    // Containers outlive a kubelet.
    private void Adopt(HollowPod pod, DateTimeOffset now)
    {
        pod.State = PodState.Running;
        Record(pod, pod.Run! with { Started = pod.Facts.TakenAt ?? now });
        PlanEnd(pod, pod.Facts.TakenAt ?? now);
    }

    // Looks at a pod as a kubelet does in its loop. It is nothing to a kubelet that is not there.
    private void Consider(HollowPod pod)
    {
        if (pod.Machine is not { KubeletLives: true } machine)
            return;
        var now = Now();
        if (pod.State == PodState.Bound)
            Admit(pod, machine, now);
        if ((pod.Facts.Terminating || pod.ObjectGone) && pod.HoldsPlace && pod.StopsAt == DateTimeOffset.MaxValue)
        {
            var grace = pod.Facts.Grace < _options.StopTime ? pod.Facts.Grace : _options.StopTime;
            pod.StopsAt = now + grace;
            Record(pod, pod.Run! with { StopAsked = now });
        }
        GoOn(pod, now);
        Plan(pod);
        if (pod.MustBeDeleted)
            Offer(pod);
    }

    private void Admit(HollowPod pod, Machine machine, DateTimeOffset now)
    {
        if (pod.Facts.Terminating || pod.ObjectGone)
        {
            Record(pod, pod.Run! with { StopAsked = now });
            End(pod, now, RunEnding.Stopped, PodStatus.StoppedExitCode);
            return;
        }
        var refusal = _rejections.TryDequeue(out var told) ? told : Admission.Decide(pod.Facts, machine);
        if (refusal is not null)
        {
            pod.State = PodState.Ended;
            Record(pod, pod.Run! with { Ended = now, Ending = RunEnding.Rejected });
            Report(pod, PodStatus.Rejected(refusal, now));
            return;
        }
        pod.State = PodState.Taken;
        var delay = pod.Facts.StartDelay ?? _options.StartDelay;
        pod.StartsAt = now + delay;
        if (delay > TimeSpan.Zero)
            Report(pod, PodStatus.Waiting(pod, now));
    }

    // Brings a pod to where it is at this moment. Containers end by themselves, with or without a kubelet; only one that lives starts and stops them.
    private void GoOn(HollowPod pod, DateTimeOffset now)
    {
        var lives = pod.Machine!.KubeletLives;
        if (lives && pod.State == PodState.Taken && pod.StartsAt <= now && pod.StopsAt == DateTimeOffset.MaxValue)
        {
            pod.State = PodState.Running;
            Record(pod, pod.Run! with { Started = now });
            PlanEnd(pod, now);
            Report(pod, PodStatus.Running(pod, now));
        }
        if (pod.State == PodState.Running && pod.EndsAt <= now && (!lives || pod.EndsAt <= pod.StopsAt))
            End(pod, now, pod.Facts.ExitCode == 0 ? RunEnding.Succeeded : RunEnding.Failed, pod.Facts.ExitCode);
        else if (lives && pod.HoldsPlace && pod.StopsAt <= now)
            End(pod, now, RunEnding.Stopped, PodStatus.StoppedExitCode);
    }

    private void PlanEnd(HollowPod pod, DateTimeOffset started)
    {
        var duration = pod.Facts.Duration ?? (pod.Facts.Owner is null ? null : _options.Duration);
        pod.EndsAt = duration is { } time ? started + time : DateTimeOffset.MaxValue;
    }

    private void End(HollowPod pod, DateTimeOffset now, RunEnding ending, int exitCode)
    {
        pod.State = PodState.Ended;
        Record(pod, pod.Run! with { Ended = now, Ending = ending });
        Report(pod, PodStatus.Ended(pod, pod.Run!.Started, now, exitCode));
        Forget(pod);
    }

    private void Report(HollowPod pod, System.Text.Json.Nodes.JsonObject status)
    {
        pod.Status = status;
        Offer(pod);
    }

    // Nothing is left to be done once both the containers and the object are gone.
    private void Forget(HollowPod pod)
    {
        if (!pod.ObjectGone || pod.HoldsPlace || pod is { Machine.KubeletLives: false, State: PodState.Bound })
            return;
        pod.Machine?.Pods.Remove(pod);
        _pods.Remove(pod.Facts.Uid);
    }

    private void Record(HollowPod pod, RunRecord run)
    {
        pod.Run = run;
        (pod.Facts.Owner is null ? _foreignRuns : _runs)[run.Uid] = run;
    }

    private RunRecord NewRun(HollowPod pod, Machine machine, DateTimeOffset now)
    {
        var facts = pod.Facts;
        var owner = facts.Owner ?? new PodOwner(new JobId(facts.Namespace, facts.Name), Attempt.None, "", 0, 1);
        return new RunRecord
        {
            Cluster = Cluster,
            Node = machine.Node.Name,
            Pod = facts.Name,
            Uid = facts.Uid,
            Job = owner.Job,
            Attempt = owner.Attempt,
            PodSet = owner.PodSet,
            Index = owner.Index,
            Gang = owner.Gang,
            Requests = facts.Requests,
            Created = facts.Created,
            Bound = now,
        };
    }
}
