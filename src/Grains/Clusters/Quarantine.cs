using Muster.Contracts;

namespace Muster.Grains;

/// <summary>Pods that carry Muster's marks and that this ledger may not stop: they are counted, and keep their room.</summary>
internal sealed class Quarantine
{
    // Attempts that are named to people, at the most.
    private const int Named = 3;

    private readonly Dictionary<AttemptRef, Dictionary<string, PodObservation>> _attempts = [];

    /// <summary>Attempts that are left alone.</summary>
    public int Count => _attempts.Count;

    /// <summary>Takes what a complete list shows. Returns the attempts that are new.</summary>
    public List<AttemptRef> Replace(IEnumerable<(AttemptRef Attempt, PodObservation[] Pods)> shown)
    {
        var before = _attempts.Keys.ToHashSet();
        _attempts.Clear();
        foreach (var (attempt, pods) in shown)
        {
            if (!_attempts.TryGetValue(attempt, out var known))
                _attempts[attempt] = known = new(StringComparer.Ordinal);
            foreach (var pod in pods)
                known[pod.Uid] = pod;
        }
        return [.. _attempts.Keys.Where(a => !before.Contains(a))];
    }

    /// <summary>A pod is new or different. False when its attempt is not here.</summary>
    public bool See(PodObservation pod)
    {
        if (!_attempts.TryGetValue(new(pod.Job, pod.Attempt), out var known))
            return false;
        known[pod.Uid] = pod;
        return true;
    }

    /// <summary>A pod is gone. False when it was not here.</summary>
    public bool Lose(PodObservation pod)
    {
        var attempt = new AttemptRef(pod.Job, pod.Attempt);
        if (!_attempts.TryGetValue(attempt, out var known) || !known.Remove(pod.Uid))
            return false;
        if (known.Count == 0)
            _attempts.Remove(attempt);
        return true;
    }

    /// <summary>What its pods take, by node.</summary>
    public Dictionary<string, ResourceVector> Usage() => _attempts.Values
        .SelectMany(static a => a.Values)
        .Where(static p => p.Node is not null && !p.HasEnded)
        .GroupBy(static p => p.Node!, StringComparer.Ordinal)
        .ToDictionary(static n => n.Key, static n => ResourceVector.Of(n.SelectMany(static p => p.Requests.Entries)), StringComparer.Ordinal);

    /// <summary>For people; null when nothing is here.</summary>
    public string? Describe() => _attempts.Count == 0
        ? null
        : $"{_attempts.Count} attempt(s) are not this ledger's to stop and are left alone: "
            + string.Join(", ", _attempts.Keys.Take(Named).Select(static a => $"{a.Job} {a.Attempt}"))
            + (_attempts.Count > Named ? ", ..." : "");
}
