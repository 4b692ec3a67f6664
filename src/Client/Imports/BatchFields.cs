namespace Muster.Client;

/// <summary>The fields of a <c>batch/v1</c> Job.</summary>
internal static class BatchFields
{
    public static readonly FieldTable Spec = Alike(new FieldTable()
        .Read("parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "template", "completionMode"));

    /// <summary>A Job within a JobSet: how often the whole is tried again is said elsewhere.</summary>
    public static readonly FieldTable ChildSpec = Alike(new FieldTable()
        .Read("parallelism", "completions", "activeDeadlineSeconds", "template", "completionMode")
        .Ignore("pods are not tried again one by one: the gang starts again as often as spec.failurePolicy.maxRestarts says", "backoffLimit"));

    private static FieldTable Alike(FieldTable table) => table
        .Ignore(CommonFields.QueueHolds, "suspend")
        .Ignore(CommonFields.Stays, "ttlSecondsAfterFinished")
        .Ignore(CommonFields.Pods, "selector", "manualSelector")
        .Ignore("Muster manages it", "managedBy")
        .Ignore("pods are not replaced one by one: the gang starts again as a whole", "podReplacementPolicy")
        .Warn("podFailurePolicy", CommonFields.GangRetry)
        .Warn("backoffLimitPerIndex", "retries count for the gang, not for each index")
        .Warn("maxFailedIndexes", "a failed pod fails its gang")
        .Warn("successPolicy", "a job succeeds when every pod has");
}
