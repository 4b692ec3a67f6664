namespace Muster.Client;

/// <summary>The fields of a JobSet.</summary>
internal static class JobSetFields
{
    public static readonly FieldTable Spec = new FieldTable()
        .Read("replicatedJobs", "successPolicy", "failurePolicy", "startupPolicy", "network")
        .Ignore(CommonFields.QueueHolds, "suspend")
        .Ignore(CommonFields.Stays, "ttlSecondsAfterFinished")
        .Ignore("Muster manages it", "managedBy")
        .Warn("coordinator", "the first pod of the first pod set is at MASTER_ADDR; the label and annotation jobset.sigs.k8s.io/coordinator are not set")
        .Warn("volumeClaimPolicies", "claims are not made; make them, and name them in the pod templates");

    public static readonly FieldTable Network = new FieldTable()
        .Read("enableDNSHostnames", "subdomain")
        .Ignore("pods are found as soon as they have an address", "publishNotReadyAddresses");

    public static readonly FieldTable ReplicatedJob = new FieldTable()
        .Read("name", "replicas", "template", "dependsOn")
        .Ignore("pod sets have no groups", "groupName");

    public static readonly FieldTable Template = new FieldTable().Read("metadata", "spec");

    public static readonly FieldTable FailurePolicy = new FieldTable()
        .Read("maxRestarts")
        .Ignore("the gang starts again as a whole, with new pods", "restartStrategy")
        .Warn("rules", "every failure is treated alike: " + CommonFields.GangRetry);
}
