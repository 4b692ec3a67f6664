using System.Collections.Concurrent;
using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Pods of gangs that were created and are about to be bound, so that they need not be read in between.</summary>
internal sealed class KnownPods
{
    // Above any number of gangs that start at a time; the pods of one that finds no room are read.
    private const int MaxGangs = 65_536;

    private readonly ConcurrentDictionary<AttemptRef, ImmutableDictionary<string, PodObservation>> _gangs = [];

    /// <summary>Remembers every pod of an attempt.</summary>
    public void Add(JobId job, Attempt attempt, IEnumerable<PodObservation> pods)
    {
        if (_gangs.Count < MaxGangs)
            _gangs[new(job, attempt)] = pods.ToImmutableDictionary(static p => p.Name, StringComparer.Ordinal);
    }

    public PodObservation? Find(JobId job, Attempt attempt, string name) => _gangs.GetValueOrDefault(new(job, attempt))?.GetValueOrDefault(name);

    /// <summary>Forgets the pods of an attempt.</summary>
    public void Remove(JobId job, Attempt attempt) => _gangs.TryRemove(new(job, attempt), out _);
}
