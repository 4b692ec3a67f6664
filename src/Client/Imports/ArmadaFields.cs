namespace Muster.Client;

/// <summary>The fields of an Armada job file.</summary>
internal static class ArmadaFields
{
    public const string GangId = "armadaproject.io/gangId";
    public const string GangCardinality = "armadaproject.io/gangCardinality";
    public const string GangUniformity = "armadaproject.io/gangNodeUniformityLabel";
    public const string JobSetLabel = "muster.dev/job-set";

    public static readonly FieldTable File = new FieldTable().Read("queue", "jobSetId", "jobs");

    public static readonly FieldTable Item = new FieldTable()
        .Read("priority", "namespace", "clientId", "labels", "annotations", "podSpec", "podSpecs", "requiredNodeLabels")
        .Ignore("Muster binds the pods itself", "scheduler")
        .Ignore("a link is no matter of scheduling; write it as an annotation", "externalJobUri")
        .Warn("ingress", "ingresses are not made; make one that selects the job's pods")
        .Warn("services", "services are not made; make one that selects the job's pods");
}
