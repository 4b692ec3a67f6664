namespace Muster.Contracts;

/// <summary>A pod's life, as far as a scheduler needs to know it.</summary>
[Alias("muster.pod-phase")]
public enum PodPhase
{
    /// <summary>Created; no node yet. It cannot run.</summary>
    Unbound = 0,

    /// <summary>Has a node; its containers are not running yet.</summary>
    Bound = 1,

    /// <summary>Runs.</summary>
    Running = 2,

    /// <summary>Ended well.</summary>
    Succeeded = 3,

    /// <summary>Ended badly by itself.</summary>
    Failed = 4,

    /// <summary>Its node's kubelet refused it (OutOfcpu and the like).</summary>
    Rejected = 5,
}
