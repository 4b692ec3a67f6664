namespace Muster.Client;

/// <summary>Fields that many kinds of Kubernetes objects have, and why some of them are not read.</summary>
internal static class CommonFields
{
    public const string QueueHolds = "the queue holds the job until it may start; hold it for longer with: muster suspend";
    public const string Stays = "a job that has ended stays until: muster delete";
    public const string Pods = "Muster labels and finds its pods itself";
    public const string GangRetry = "a failed pod fails its gang, which spec.retry.limit starts again";

    private const string ByCluster = "a cluster writes it";

    public static readonly FieldTable Document = new FieldTable()
        .Read("apiVersion", "kind", "metadata", "spec").Ignore(ByCluster, "status");

    public static readonly FieldTable Metadata = new FieldTable()
        .Read("name", "namespace", "labels", "annotations")
        .Ignore("metadata.name says it", "generateName")
        .Ignore(ByCluster, "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "deletionTimestamp",
            "deletionGracePeriodSeconds")
        .Ignore("what owns it in one cluster is not known in another", "ownerReferences")
        .Ignore("a job that has ended goes with: muster delete", "finalizers");

    /// <summary>Metadata of a template of Jobs, whose objects there are none of here.</summary>
    public static readonly FieldTable ChildMetadata = new FieldTable()
        .Ignore("there are no Jobs below Muster's job; its pods have the labels of their own template", "labels", "annotations", "name", "namespace")
        .Ignore(ByCluster, "creationTimestamp");
}
