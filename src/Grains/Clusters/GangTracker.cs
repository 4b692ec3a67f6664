using Muster.Contracts;

namespace Muster.Grains;

/// <summary>What is seen of one attempt's pods, and what its job was last told.</summary>
internal sealed class GangTracker(Attempt attempt)
{
    private readonly Dictionary<string, PodObservation> _pods = new(StringComparer.Ordinal);
    private int _gone;
    private bool _refused;
    private bool _invalid;
    private string? _detail;

    public Attempt Attempt { get; } = attempt;

    /// <summary>What was ordered; null for pods that were found, until their job orders them again.</summary>
    public DispatchRequest? Request { get; set; }

    /// <summary>True while its pods are being created or bound.</summary>
    public bool IsDispatching { get; set; }

    /// <summary>True when every pod was created and bound.</summary>
    public bool IsDispatched { get; set; }

    /// <summary>True when it was told to stop.</summary>
    public bool IsStopping { get; set; }

    /// <summary>True when it is superseded: stopped to be queued again, not to end.</summary>
    public bool IsFencing { get; set; }

    /// <summary>True when, after a stop, nothing of it can run any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>What the job was last told.</summary>
    public GangObservation? Told { get; set; }

    public bool HasPods => _pods.Count > 0;

    /// <summary>True when no pod that is left can run: all ended.</summary>
    public bool AllEnded => _pods.Values.All(static p => p.HasEnded);

    /// <summary>A pod as it is now. A pod that has ended stays so, whatever comes late.</summary>
    public void See(PodObservation pod)
    {
        if (_pods.TryGetValue(pod.Name, out var known) && known.Phase > pod.Phase && known.Uid == pod.Uid)
            return;
        _pods[pod.Name] = pod;
        if (pod.Phase is PodPhase.Failed or PodPhase.Rejected)
            _detail ??= $"pod {pod.Name} on node {pod.Node}: {pod.Message ?? pod.Phase.ToString()}";
    }

    /// <summary>A pod is gone. One that had not ended is lost.</summary>
    public void Lose(PodObservation pod, string why)
    {
        if (!_pods.Remove(pod.Name, out var known))
            return;
        if (known.HasEnded)
        {
            _pods[pod.Name] = known;
            return;
        }
        _gone++;
        _detail ??= $"pod {pod.Name} on node {pod.Node}: {why}";
    }

    /// <summary>A gang that ran whole is so no longer.</summary>
    public void Lose(string why)
    {
        _gone++;
        _detail ??= why;
    }

    /// <summary>The cluster will not have the gang: for a reason of its own, or because the pods are wrong.</summary>
    public void Refuse(string why, bool invalid)
    {
        (_refused, _invalid) = (true, _invalid || invalid);
        _detail ??= why;
    }

    /// <summary>Pods that are seen no more by a complete list.</summary>
    public void LoseAllBut(IReadOnlySet<string> names)
    {
        foreach (var pod in _pods.Values.Where(p => !names.Contains(p.Name)).ToArray())
            Lose(pod, "it is gone");
    }

    /// <summary>What its job should know.</summary>
    public GangObservation Observe()
    {
        var counts = new int[6];
        foreach (var pod in _pods.Values)
            counts[(int)pod.Phase]++;
        return new GangObservation
        {
            Attempt = Attempt,
            Wanted = Request?.Placement.Nodes.Sum(static n => n.Pods.Sum(static p => p.Count)) ?? _pods.Count + _gone,
            Waiting = counts[(int)PodPhase.Unbound] + counts[(int)PodPhase.Bound],
            Running = counts[(int)PodPhase.Running],
            Succeeded = counts[(int)PodPhase.Succeeded],
            Failed = counts[(int)PodPhase.Failed],
            Rejected = counts[(int)PodPhase.Rejected],
            Lost = _gone,
            Dispatched = IsDispatched,
            Gone = IsGone,
            Detail = _detail,
            Refused = _refused,
            Invalid = _invalid,
        };
    }
}
