using System.Collections.Concurrent;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Pods that were created and are about to be bound, so that they need not be read in between.</summary>
internal sealed class KnownPods
{
    // Above any number of pods that start at a time; what finds no room is read.
    private const int MaxPods = 65_536;

    private readonly ConcurrentDictionary<(string Namespace, string Name), PodObservation> _pods = [];

    public void Add(PodObservation pod)
    {
        if (_pods.Count < MaxPods)
            _pods[(pod.Job.Namespace, pod.Name)] = pod;
    }

    public PodObservation? Find(JobId job, string name) => _pods.GetValueOrDefault((job.Namespace, name));

    public void Remove(JobId job, string name) => _pods.TryRemove((job.Namespace, name), out _);

    /// <summary>Forgets the pods of an attempt.</summary>
    public void Remove(JobId job, Attempt attempt)
    {
        foreach (var (key, pod) in _pods)
            if (pod.Job == job && pod.Attempt == attempt)
                _pods.TryRemove(key, out _);
    }
}
