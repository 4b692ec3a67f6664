using Microsoft.Data.Sqlite;
using Muster.Contracts;

namespace Muster.Silo;

/// <content>What happens by itself, and how it is recorded and shown.</content>
public sealed partial class SimulatedCluster
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(1);

    // Ordered by moment, then by arrival, so that equal moments have one order.
    private readonly PriorityQueue<Timed, (long Ticks, long Turn)> _due = new();
    private long _turn;
    private DateTimeOffset _latest;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;

    // A clock that is set back must not undo what has happened.
    private DateTimeOffset Now() => _latest = _time.GetUtcNow() is var now && now > _latest ? now : _latest;

    private void OnTimer()
    {
        try
        {
            lock (_gate)
            {
                if (_disposed)
                    return;
                _armedFor = DateTimeOffset.MaxValue;
                Transact(static _ => true);
            }
        }
        catch (SqliteException e)
        {
            LogStorageFailed(_log, Spec.Name, e);
            _timer.Change(StorageRetry, Timeout.InfiniteTimeSpan);
        }
    }

    private void Arm(DateTimeOffset now)
    {
        var next = _due.TryPeek(out _, out var at) ? new DateTimeOffset(at.Ticks, TimeSpan.Zero) : DateTimeOffset.MaxValue;
        if (next == _armedFor)
            return;
        _armedFor = next;
        // Real timers count whole milliseconds: one that is early would be armed again and again.
        _timer.Change(
            next == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Ceiling((next - now) / Tick)),
            Timeout.InfiniteTimeSpan);
    }

    private void Plan(Timed timed, DateTimeOffset due)
    {
        timed.Due = due;
        if (due != DateTimeOffset.MaxValue)
            _due.Enqueue(timed, (due.UtcTicks, ++_turn));
    }

    private void Advance(DateTimeOffset now)
    {
        while (_due.TryPeek(out var timed, out var at) && at.Ticks <= now.UtcTicks)
        {
            _due.Dequeue();
            if (timed.Due.UtcTicks != at.Ticks)
                continue;
            if (timed is SimulatedPod pod)
                GoOn(pod, pod.Due);
            else
                RemoveNode((SimulatedNode)timed, timed.Due);
        }
    }

    // Things happen at their moment, not at that of whoever notices: so they are the same after a restart.
    private void GoOn(SimulatedPod pod, DateTimeOffset at)
    {
        if (pod.Seen.Phase == PodPhase.Bound && !pod.Seen.Terminating)
        {
            Record(pod, pod.Run! with { Started = at });
            Show(pod, pod.Seen with { Phase = PodPhase.Running });
            Plan(pod, pod.NextMoment());
        }
        else if (pod.Seen.Phase == PodPhase.Running && pod.EndsAt <= at)
            End(pod, at);
        else
        {
            Release(pod, at, RunEnding.Stopped);
            Remove(pod);
        }
    }

    private void Admit(SimulatedPod pod, SimulatedNode node, DateTimeOffset now)
    {
        var run = new RunRecord
        {
            Cluster = Spec.Name,
            Node = node.Seen.Name,
            Pod = pod.Seen.Name,
            Uid = pod.Seen.Uid,
            Job = pod.Seen.Job,
            Attempt = pod.Seen.Attempt,
            PodSet = pod.Seen.PodSet,
            Index = pod.Seen.Index,
            Gang = pod.Gang,
            Requests = pod.Program.Requests,
            Created = pod.Created,
            Bound = now,
        };
        if ((TakeRejection() ?? node.Refusal(pod.Program)) is { } refusal)
        {
            Record(pod, run with { Ended = now, Ending = RunEnding.Rejected });
            Show(pod, pod.Seen with { Phase = PodPhase.Rejected, Message = refusal });
            return;
        }
        Record(pod, run);
        node.Used = node.Used.Add(pod.Program.Requests);
        pod.StartsAt = now + (pod.Program.StartDelay ?? _timings.StartDelay);
        pod.EndsAt = pod.StartsAt + (pod.Program.Duration ?? _timings.Duration);
        Plan(pod, pod.NextMoment());
    }

    private void End(SimulatedPod pod, DateTimeOffset at)
    {
        var failed = pod.Program.ExitCode != 0;
        Release(pod, at, failed ? RunEnding.Failed : RunEnding.Succeeded);
        Show(pod, pod.Seen with
        {
            Phase = failed ? PodPhase.Failed : PodPhase.Succeeded,
            Message = failed ? pod.Program.Fault ?? $"exit code {pod.Program.ExitCode}" : null,
        });
        if (pod.Seen.Terminating)
            Remove(pod);
    }

    private void Terminate(SimulatedPod pod, DateTimeOffset now)
    {
        if (pod.Seen.Node is null || pod.HasEnded)
            Remove(pod);
        else if (!pod.Seen.Terminating)
        {
            pod.GoneAt = now + _timings.GracePeriod;
            Show(pod, pod.Seen with { Terminating = true });
            Plan(pod, pod.NextMoment());
        }
    }

    // Its node is gone, and nobody is left to say how it ended.
    private void Vanish(SimulatedPod pod, DateTimeOffset at)
    {
        if (pod.HoldsPlace)
            Release(pod, at, RunEnding.NodeLost);
        Remove(pod);
    }

    private void Release(SimulatedPod pod, DateTimeOffset at, RunEnding ending)
    {
        Record(pod, pod.Run! with { Ended = at, Ending = ending });
        if (pod.Host is { } node)
            node.Used = node.Used.Subtract(pod.Program.Requests);
        pod.Due = DateTimeOffset.MaxValue;
    }

    private void Add(SimulatedPod pod)
    {
        _pods.Add((pod.Seen.Job.Namespace, pod.Seen.Name), pod);
        if (!_gangs.TryGetValue(pod.Owner, out var gang))
            _gangs.Add(pod.Owner, gang = []);
        gang.Add(pod);
    }

    private void Remove(SimulatedPod pod)
    {
        pod.Removed = true;
        pod.Due = DateTimeOffset.MaxValue;
        _pods.Remove((pod.Seen.Job.Namespace, pod.Seen.Name));
        if (_gangs.TryGetValue(pod.Owner, out var gang) && gang.Remove(pod) && gang.Count == 0)
            _gangs.Remove(pod.Owner);
        _changes.Pods.Add(pod);
        Emit(new ClusterEvent { RemovedPod = pod.Seen });
    }

    private void Record(SimulatedPod pod, RunRecord run) => _changes.Runs[run.Uid] = pod.Run = run;

    private void Show(SimulatedPod pod, PodObservation seen)
    {
        pod.Seen = seen;
        _changes.Pods.Add(pod);
        Emit(new ClusterEvent { Pod = seen });
    }

    private void Emit(ClusterEvent e) => _changes.Events.Add(e with { Revision = EventRing.Text(++_revision) });
}
