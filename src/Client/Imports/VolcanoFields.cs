namespace Muster.Client;

/// <summary>The fields of a Volcano Job.</summary>
internal static class VolcanoFields
{
    private const string Topology = "pods of a gang share a cluster, but not a smaller part of it";

    public static readonly FieldTable Spec = new FieldTable()
        .Read("minAvailable", "tasks", "policies", "plugins", "runningEstimate", "queue", "maxRetry", "priorityClassName", "minSuccess")
        .Ignore("Muster binds the pods itself", "schedulerName")
        .Ignore(CommonFields.Stays, "ttlSecondsAfterFinished")
        .Warn("volumes", "volumes are not added to pods; write them into the pod templates")
        .Warn("networkTopology", Topology);

    public static readonly FieldTable Task = new FieldTable()
        .Read("name", "replicas", "minAvailable", "template", "policies")
        .Ignore(CommonFields.GangRetry, "maxRetry")
        .Warn("topologyPolicy", "NUMA nodes are not looked at")
        .Warn("partitionPolicy", Topology)
        .Warn("dependsOn", "all pods of a gang start together; let pods wait for what they need");

    public static readonly FieldTable Policy = new FieldTable()
        .Read("action", "event", "events", "exitCode")
        .Ignore("nothing is waited for before it is done", "timeout");

    /// <summary>True for a plugin that lets pods find each other by name.</summary>
    public static bool GivesNames(string name) => name is "svc" or "pytorch";

    /// <summary>Why a plugin is not needed, or what is missing without it.</summary>
    public static (string Why, bool Matters) Plugin(string name) => name switch
    {
        "env" => ("a pod's number is in MUSTER_RANK and RANK; VK_TASK_INDEX and VC_TASK_INDEX are not set", true),
        "svc" => ("pods have names of Muster's making, the first is at MASTER_ADDR; files of hosts in /etc/volcano and VC_*_HOSTS are not made", true),
        "ssh" => ("keys are not made or mounted; mpirun needs keys in the image or a secret", true),
        "pytorch" => ("MASTER_ADDR, MASTER_PORT, WORLD_SIZE and RANK are set by Muster, by the order of the pod sets; the plugin's arguments are not read", true),
        "tensorflow" => ("TF_CONFIG is not set", true),
        "mpi" => ("the file of hosts and the keys are not made", true),
        "ray" => ("no service is made, and the head's address is not given to pods", true),
        _ => ("Muster has no plugins", true),
    };
}
