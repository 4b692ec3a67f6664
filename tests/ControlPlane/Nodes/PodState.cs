namespace Muster.ControlPlane;

/// <summary>How far a pod has come on its node.</summary>
internal enum PodState
{
    /// <summary>Bound; its kubelet has not looked at it.</summary>
    Bound = 0,

    /// <summary>Taken; its containers have not started.</summary>
    Taken = 1,

    /// <summary>Its containers run.</summary>
    Running = 2,

    /// <summary>Its containers have ended, or never started and never will.</summary>
    Ended = 3,
}
