namespace Muster.Kubernetes;

/// <summary>Keys of the labels and annotations that Muster writes. Whatever else begins with <see cref="Prefix"/> in a user's template is dropped.</summary>
public static class MusterKeys
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "muster.dev/";

    /// <summary>Label: which Muster made it; what a gateway calls its own.</summary>
    public const string Origin = Prefix + "origin";

    /// <summary>Label: the job's name; its namespace is the object's.</summary>
    public const string Job = Prefix + "job";

    /// <summary>Label: which submission of that name.</summary>
    public const string JobUid = Prefix + "job-uid";

    /// <summary>Label: the attempt, <c>epoch-try</c>.</summary>
    public const string Attempt = Prefix + "attempt";

    /// <summary>Label: the pod set.</summary>
    public const string PodSet = Prefix + "pod-set";

    /// <summary>Label: the pod's index within its pod set.</summary>
    public const string Index = Prefix + "index";

    /// <summary>Annotation: identity of the ledger that committed the attempt.</summary>
    public const string Incarnation = Prefix + "incarnation";

    /// <summary>Annotation: hash of the pod templates that it was made from.</summary>
    public const string SpecHash = Prefix + "spec-hash";

    /// <summary>Annotation of the anchor: which pods go to which node, for people.</summary>
    public const string Placement = Prefix + "placement";

    /// <summary>Annotation of the anchor: what is kept of the job, for a ledger that was lost.</summary>
    public const string Note = Prefix + "note";

    /// <summary>Annotation of the witness: which ledger, and how far it had come.</summary>
    public const string Ledger = Prefix + "ledger";

    /// <summary>Annotation of pods: how many pods start together.</summary>
    public const string GangSize = Prefix + "gang-size";

    /// <summary>Annotation of the anchor: <c>true</c> when the attempt was stopped and nothing of it may be created any more.</summary>
    public const string Stopped = Prefix + "stopped";

    /// <summary>The <c>schedulerName</c> of pods, which no scheduler in the cluster serves.</summary>
    public const string SchedulerName = "muster";
}
