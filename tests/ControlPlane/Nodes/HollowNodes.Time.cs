namespace Muster.ControlPlane;

/// <content>What happens by itself.</content>
public sealed partial class HollowNodes
{
    // Entries of pods whose moment has changed since are void.
    private readonly PriorityQueue<HollowPod, DateTimeOffset> _due = new();

    private void Plan(HollowPod pod)
    {
        if (pod.NextMoment != DateTimeOffset.MaxValue)
            _due.Enqueue(pod, pod.NextMoment);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;
            var now = Now();
            while (_due.TryPeek(out var pod, out var at) && at <= now)
            {
                _due.Dequeue();
                // A kubelet that does not live is asked again when it wakes up.
                GoOn(pod, now);
                if (pod.NextMoment > now)
                    Plan(pod);
            }
            Arm();
        }
    }

    private void Arm()
    {
        if (_stopping.IsCancellationRequested || !_due.TryPeek(out _, out var at))
            return;
        var wait = Math.Ceiling((at - Now()).TotalMilliseconds);
        _timer.Change((long)Math.Clamp(wait, 0, int.MaxValue), Timeout.Infinite);
    }
}
